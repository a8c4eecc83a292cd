package dev.capstan.ops;

/** Operations that choose elements by index or mask. */
public final class Indexing {
  private Indexing() {}
}
