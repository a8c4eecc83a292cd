package dev.capstan.autograd;

/**
 * A tape with {@link TapeOption#CHECK_FINITE} or {@link TapeOption#CHECK_NAN} met the first NaN, or
 * the first infinity made from finite numbers.
 */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  NonFiniteException(String message) {
    super(message);
  }
}
