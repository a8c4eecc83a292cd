package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import dev.capstan.ops.option.Gelu;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rules that run in one pass where no graph is wanted, against the plain form, to the last bit: at
 * ordinary numbers, at kinks, and where value or gradient is infinite or no number.
 */
final class OnePassRulesTest {
  private static final Map<String, UnaryOperator<Tensor>> OPERATIONS =
      Map.of(
          "relu",
          Elementwise::relu,
          "abs",
          Elementwise::abs,
          "clamp",
          x -> Elementwise.clamp(x, -1, 0.5),
          "leakyRelu",
          x -> Activations.leakyRelu(x, 0.1));

  /** Those whose plain form rounds where the one pass does not. */
  private static final Map<String, UnaryOperator<Tensor>> SMOOTH =
      Map.of(
          "tanh", Elementwise::tanh,
          "sigmoid", Elementwise::sigmoid,
          "softplus", Elementwise::softplus,
          "silu", Activations::silu,
          "mish", Activations::mish,
          "gelu", Activations::gelu,
          "gelu by tanh", x -> Activations.gelu(x, Gelu.TANH),
          "elu", Activations::elu);

  /** Of each: some ten roundings of values up to 2, and terms that nearly cancel. */
  private static final double ROUNDINGS = 32;

  private static final double[] SPECIAL = {
    0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e-300, -1e30
  };

  /**
   * All pairs of special numbers, then random ones: more than any vector, and no multiple of it.
   */
  private static final int SPECIALS = SPECIAL.length * SPECIAL.length;

  private static final int N = SPECIALS + 52;

  private static Tensor numbers(DType dtype, long seed, int step) {
    SplittableRandom random = new SplittableRandom(seed);
    return Tensor.generate(
        dtype,
        Shape.of(N),
        i -> i < SPECIALS ? SPECIAL[i / step % SPECIAL.length] : random.nextDouble(-2, 2));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void equalThePlainForm(DType dtype) {
    Tensor cotangent = numbers(dtype, 2, SPECIAL.length);
    OPERATIONS.forEach(
        (name, f) -> {
          try (Tape tape = new Tape()) {
            Tensor x = tape.watch(numbers(dtype, 1, 1));
            Tensor y = f.apply(x);
            int before = tape.statistics().nodes();
            Tensor fast = tape.gradients(y, cotangent).of(x);
            assertEquals(before, tape.statistics().nodes(), name);
            Tensor plain = tape.gradients(y, cotangent, WalkOption.CREATE_GRAPH).of(x);
            assertArrayEquals(plain.toArray(), fast.toArray(), name);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void areWithinRoundingOfThePlainForm(DType dtype) {
    double unit = dtype == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
    Tensor ones = Tensor.ones(dtype, N);
    SMOOTH.forEach(
        (name, f) -> {
          try (Tape tape = new Tape()) {
            Tensor x = tape.watch(numbers(dtype, 1, 1));
            Tensor y = f.apply(x);
            double[] fast = tape.gradients(y, ones).of(x).toArray();
            double[] plain = tape.gradients(y, ones, WalkOption.CREATE_GRAPH).of(x).toArray();
            for (int i = 0; i < N; i++) {
              if (!Double.isInfinite(x.at(i))) {
                assertEquals(plain[i], fast[i], ROUNDINGS * unit, name + " at " + x.at(i));
              }
            }
          }
        });
  }
}
