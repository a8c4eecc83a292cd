package dev.capstan.examples.conformance;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.Implementation;
import dev.capstan.testkit.fixtures.Implementation.Output;
import java.util.Map;
import java.util.function.Function;

/** The functions of {@code second_order.json}, by the parameter {@code op}. */
final class SecondOrderCases {
  private static final Map<String, Function<Call, Tensor>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("mul", c -> Elementwise.mul(c.tensor("x"), c.tensor("y"))),
          Map.entry("exp", c -> Elementwise.exp(c.tensor("x"))),
          Map.entry("square", c -> Elementwise.square(c.tensor("x"))));

  private SecondOrderCases() {}

  static Output run(Call call) {
    String op = call.text("op");
    Function<Call, Tensor> known = FUNCTIONS.get(op);
    if (known == null) {
      throw new Implementation.NotImplementedException(op);
    }
    return Output.of(known.apply(call));
  }
}
