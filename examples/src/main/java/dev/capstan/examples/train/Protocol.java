package dev.capstan.examples.train;

/** What is trained on, and what is asked of the result. */
public enum Protocol {
  /** Train on part of the rows, retrieve among the others: all classes are known. */
  CLOSED,
  /** Train on the first half of the classes, retrieve among the classes of the second half. */
  OPEN
}
