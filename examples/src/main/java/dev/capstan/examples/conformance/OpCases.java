package dev.capstan.examples.conformance;

import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.Implementation.Output;

/** The operations of {@code ops.json}, by the parameter {@code op}. */
final class OpCases {
  private static final OpTable OPS =
      new OpTable()
          .with(ElementwiseCases.table())
          .with(ReductionCases.table())
          .with(IndexCases.table())
          .with(NetworkCases.table());

  private OpCases() {}

  static Output run(Call call) {
    return OPS.run(call);
  }
}
