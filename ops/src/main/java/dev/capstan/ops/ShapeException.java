package dev.capstan.ops;

/** Shapes that do not fit an operation; the message names it, the shapes and the remedy. */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The message begins with a name, in whose place stands that of the operation called. */
  public ShapeException(String message) {
    super(Called.named(message));
  }
}
