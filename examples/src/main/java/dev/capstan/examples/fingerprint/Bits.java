package dev.capstan.examples.fingerprint;

import dev.capstan.ops.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of the bits of tensors, in order. A NaN is a NaN, whichever it is. */
final class Bits {
  /** As many bytes as are printed. */
  private static final int SHOWN = 8;

  private final MessageDigest digest;

  Bits() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("fingerprint: every JDK has SHA-256", e);
    }
  }

  void add(Tensor x) {
    double[] elements = x.toArray();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * elements.length);
    for (double e : elements) {
      bytes.putLong(Double.doubleToLongBits(e));
    }
    digest.update(bytes.array());
  }

  void add(double x) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putDouble(x).array());
  }

  /** The hash of all that was added; afterwards nothing is. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest(), 0, SHOWN);
  }
}
