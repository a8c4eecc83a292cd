package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Where an input's numbers come from: an interval on which the operation is smooth, with a gap
 * around its kinks.
 *
 * <p>A number is made from a <em>slot</em>, a whole number between −{@link #SLOTS} and {@link
 * #SLOTS}: 0 is the middle of the interval. Generators draw slots and shrink them towards 0.
 */
public final class Domain {
  /** Slots on either side of the middle: enough that drawn numbers rarely coincide. */
  public static final int SLOTS = 1 << 12;

  /**
   * The distance kept from a kink. Finite differences in float64 step by about 1e-5 times a number
   * of at most 10, so a hundred times that leaves no step across a kink.
   */
  public static final double GAP = 0.01;

  private final double low;
  private final double high;
  private final double[] kinks;
  private final @Nullable BiFunction<double[], Shape, double[]> made;

  private Domain(
      double low,
      double high,
      double[] kinks,
      @Nullable BiFunction<double[], Shape, double[]> made) {
    this.low = low;
    this.high = high;
    this.kinks = kinks;
    this.made = made;
  }

  /** Numbers of either sign and moderate size: −2 to 2. */
  public static Domain real() {
    return between(-2, 2);
  }

  /** Numbers well above zero: 0.2 to 3. */
  public static Domain positive() {
    return between(0.2, 3);
  }

  /** Numbers from {@code low} to {@code high}. */
  public static Domain between(double low, double high) {
    return new Domain(low, high, new double[0], null);
  }

  /** The same interval with a {@link #GAP} around each kink; a row needs a pin at each of them. */
  public Domain awayFrom(double... newKinks) {
    requireNonNull(newKinks, "newKinks");
    double[] all = DoubleStream.concat(Arrays.stream(kinks), Arrays.stream(newKinks)).toArray();
    return new Domain(low, high, all, made);
  }

  /**
   * The same numbers, worked into what the operation needs, for example a symmetric matrix. Must
   * return an array of the same length.
   */
  public Domain made(BiFunction<double[], Shape, double[]> how) {
    requireNonNull(how, "how");
    return new Domain(low, high, kinks, how);
  }

  /** The kinks, of which each needs a pin. */
  public List<Double> kinks() {
    return Arrays.stream(kinks).boxed().toList();
  }

  /** True if there is no number in it. */
  public boolean isEmpty() {
    return !(low < high);
  }

  /** The numbers of an input of this shape from its slots. */
  public double[] numbers(int[] slots, Shape shape) {
    requireNonNull(slots, "slots");
    requireNonNull(shape, "shape");
    double[] out = Arrays.stream(slots).mapToDouble(this::number).toArray();
    return made == null ? out : made.apply(out, shape);
  }

  private double number(int slot) {
    double x = low + (high - low) * (slot + SLOTS) / (2.0 * SLOTS);
    for (double kink : kinks) {
      if (Math.abs(x - kink) < GAP) {
        boolean up = x >= kink ? kink + GAP <= high : kink - GAP < low;
        return up ? kink + GAP : kink - GAP;
      }
    }
    return x;
  }

  @Override
  public String toString() {
    return "["
        + low
        + ", "
        + high
        + "]"
        + (kinks.length == 0 ? "" : " away from " + Arrays.toString(kinks));
  }
}
