package dev.capstan.testkit;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tensors as Java source, so that a failure can be pasted into a test. */
public final class Literals {
  private Literals() {}

  /** An expression that makes an equal tensor. */
  public static String of(Tensor x) {
    boolean wide = x.dtype() == DType.FLOAT64;
    String elements =
        IntStream.range(0, x.size())
            .mapToObj(i -> wide ? number(x.at(i)) : number((float) x.at(i)))
            .collect(Collectors.joining(", "));
    if (x.rank() == 0) {
      return "Tensor.scalar(" + elements + ")";
    }
    String sizes =
        Arrays.stream(x.shape().toArray())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return "Tensor.of(new " + (wide ? "double" : "float") + "[] {" + elements + "}, " + sizes + ")";
  }

  /** Several tensors, each on a line of its own. */
  public static String of(List<Tensor> inputs) {
    return IntStream.range(0, inputs.size())
        .mapToObj(i -> "  input " + i + ": " + of(inputs.get(i)))
        .collect(Collectors.joining("\n"));
  }

  private static String number(double x) {
    return Double.isFinite(x) ? Double.toString(x) : special("Double", x);
  }

  private static String number(float x) {
    return Float.isFinite(x) ? x + "f" : special("Float", x);
  }

  private static String special(String type, double x) {
    return type + (Double.isNaN(x) ? ".NaN" : x > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY");
  }
}
