package dev.capstan.examples.conformance;

import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.Implementation;
import dev.capstan.testkit.fixtures.Implementation.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The operations of {@code ops.json}, by the parameter {@code op}; a file for each family. */
final class OpCases {
  private static final Map<String, Function<Call, Tensor>> OPS = new HashMap<>();

  static {
    OPS.putAll(ElementwiseCases.OPS);
  }

  private OpCases() {}

  static Output run(Call call) {
    String op = call.text("op");
    Function<Call, Tensor> known = OPS.get(op);
    if (known == null) {
      throw new Implementation.NotImplementedException(op);
    }
    return Output.of(known.apply(call));
  }
}
