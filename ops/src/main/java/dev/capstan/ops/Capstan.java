package dev.capstan.ops;

import dev.capstan.ops.internal.Kernels;
import java.util.Arrays;
import java.util.HexFormat;

/** Which Capstan this is, and how it computes on this machine: to be logged, and to be compared. */
public final class Capstan {
  /** Elements of the probe: more than the lanes of any vector, and no multiple of them. */
  private static final int PROBE = 67;

  private Capstan() {}

  /** The version, as the jar's manifest has it; {@code unpackaged} where there is no jar. */
  public static String version() {
    String version = Capstan.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /**
   * The kernels in use: {@code scalar} or {@code vector}. Where the Vector API's module is there
   * and nobody chose, they are scalar at first, and vector once those have been seen to be faster.
   * Results do not depend on them.
   *
   * @throws IllegalStateException if {@code capstan.kernels} or {@code capstan.threads} cannot be
   *     followed
   */
  public static String kernels() {
    return Kernels.inUse();
  }

  /**
   * A hash of the bits of a small computation: products, sums, elementary functions and distances
   * in both widths. Two machines whose hashes differ do not give one result; those of one version
   * agree. It takes a few milliseconds the first time.
   */
  public static String fingerprint() {
    long hash = 0xcbf29ce484222325L;
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.generate(dtype, Shape.of(PROBE), i -> (i * 37 % PROBE - 33) / 16.0);
      Tensor rows = x.reshape(PROBE, 1).matmul(x.reshape(1, PROBE)).add(0.125);
      Tensor y = rows.matmul(rows).div(PROBE);
      for (Tensor each :
          new Tensor[] {y, y.sum(-1), y.tanh(), y.softmax(-1), x.exp(), y.normalize(2, -1)}) {
        hash = (hash ^ Arrays.hashCode(each.toArray())) * 0x100000001b3L;
      }
    }
    return HexFormat.of().toHexDigits(hash);
  }

  /** All of it in a line. */
  public static String description() {
    return "capstan "
        + version()
        + ", "
        + kernels()
        + " kernels, fingerprint "
        + fingerprint()
        + ", Java "
        + Runtime.version();
  }
}
