package dev.capstan.losses.config;

/** A value that configurations write as a text of its own. */
public interface Keyed {

  /** The text. */
  String key();
}
