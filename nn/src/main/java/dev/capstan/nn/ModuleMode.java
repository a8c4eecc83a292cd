package dev.capstan.nn;

/** What a module is used for: some layers, as dropout and batch norm, compute another function. */
public enum ModuleMode {
  TRAIN,
  EVAL
}
