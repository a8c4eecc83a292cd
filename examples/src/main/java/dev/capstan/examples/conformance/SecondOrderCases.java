package dev.capstan.examples.conformance;

import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.Implementation;
import dev.capstan.testkit.fixtures.Implementation.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The functions of {@code second_order.json}, by the parameter {@code op}. */
final class SecondOrderCases {
  private static final Map<String, Function<Call, Tensor>> FUNCTIONS = new HashMap<>();

  static {
    // the names that both files share mean the same function
    FUNCTIONS.putAll(ElementwiseCases.OPS);
    FUNCTIONS.put("pow3", c -> c.tensor("x").pow(3));
    FUNCTIONS.put("pow_fractional", c -> c.tensor("x").pow(c.real("exponent")));
  }

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
