package dev.capstan.ops;

/** Element types that do not fit an operation; the message names them and the remedy. */
public final class DTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The message begins with a name, in whose place stands that of the operation called. */
  public DTypeException(String message) {
    super(Called.named(message));
  }
}
