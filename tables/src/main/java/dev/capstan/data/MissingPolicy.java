package dev.capstan.data;

/** What to do with a row that lacks a value. */
public enum MissingPolicy {
  /** A number becomes the training rows' mean, a category none of the known ones. */
  IMPUTE,
  /** The row is left out, in training; in service it is refused. */
  DROP,
  /** The row is refused. */
  REFUSE
}
