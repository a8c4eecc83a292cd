package dev.capstan.ops;

/** Element types that do not fit an operation; the message names them and the remedy. */
public final class DTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public DTypeException(String message) {
    super(message);
  }
}
