package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exact statement on an operation at one point: its value, and the gradient of the sum of the
 * value's elements, compared bit for bit (NaN equals NaN, −0 equals 0). Made for kinks, ties and
 * edges, where a convention decides.
 *
 * <pre>{@code
 * Pin.at(0).gives(0).gradient(0)                                          // relu
 * Pin.at(Tensor.of(1, 2, 2)).gives(2).gradient(Tensor.of(0, 1, 0))        // max: first of a tie
 * }</pre>
 *
 * @param kink the name of the kink that stands here, if the row names its kinks
 * @param inputs the point
 * @param value the expected value
 * @param gradients the expected gradient of each input; empty to leave them unchecked
 * @param curvature the expected gradient of the sum of all gradients; empty to leave it unchecked
 */
public record Pin(
    @Nullable String kink,
    List<Tensor> inputs,
    @Nullable Tensor value,
    List<Tensor> gradients,
    List<Tensor> curvature) {
  public Pin {
    requireNonNull(inputs, "inputs");
    requireNonNull(gradients, "gradients");
    requireNonNull(curvature, "curvature");
  }

  /** A point given by one scalar for each input. */
  public static Pin at(double... inputs) {
    requireNonNull(inputs, "inputs");
    return new Pin(null, scalars(inputs), null, List.of(), List.of());
  }

  /** A point given by one float64 tensor for each input. */
  public static Pin at(Tensor... inputs) {
    requireNonNull(inputs, "inputs");
    return new Pin(null, List.of(inputs), null, List.of(), List.of());
  }

  /** The scalar value. */
  public Pin gives(double expected) {
    return gives(Tensor.scalar(expected));
  }

  /** The value. */
  public Pin gives(Tensor expected) {
    requireNonNull(expected, "expected");
    return new Pin(kink, inputs, expected, gradients, curvature);
  }

  /** The gradient of each scalar input. */
  public Pin gradient(double... expected) {
    requireNonNull(expected, "expected");
    return new Pin(kink, inputs, value, scalars(expected), curvature);
  }

  /** The gradient of each input. */
  public Pin gradient(Tensor... expected) {
    requireNonNull(expected, "expected");
    return new Pin(kink, inputs, value, List.of(expected), curvature);
  }

  /** The gradient of the sum of all elements of all gradients, for each scalar input. */
  public Pin curvature(double... expected) {
    requireNonNull(expected, "expected");
    return new Pin(kink, inputs, value, gradients, scalars(expected));
  }

  /** The gradient of the sum of all elements of all gradients, for each input. */
  public Pin curvature(Tensor... expected) {
    requireNonNull(expected, "expected");
    return new Pin(kink, inputs, value, gradients, List.of(expected));
  }

  /** Names the kink that stands at this point. */
  public Pin named(String name) {
    requireNonNull(name, "name");
    return new Pin(name, inputs, value, gradients, curvature);
  }

  private static List<Tensor> scalars(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Tensor::scalar).toList();
  }
}
