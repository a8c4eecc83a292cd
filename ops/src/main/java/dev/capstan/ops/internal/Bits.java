package dev.capstan.ops.internal;

/**
 * The bits of a number as a long, whichever its width: those of a float are extended by their sign,
 * and only the lower half of a long is made a float again. So one text serves doubles and floats,
 * where it shifts to the left, or to the right with the sign.
 */
final class Bits {
  private Bits() {}

  static long of(double x) {
    return Double.doubleToRawLongBits(x);
  }

  static long of(float x) {
    return Float.floatToRawIntBits(x);
  }

  static double toDouble(long bits) {
    return Double.longBitsToDouble(bits);
  }

  static float toFloat(long bits) {
    return Float.intBitsToFloat((int) bits);
  }
}
