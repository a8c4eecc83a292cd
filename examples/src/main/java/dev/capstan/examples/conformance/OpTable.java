package dev.capstan.examples.conformance;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.Implementation;
import dev.capstan.testkit.fixtures.Implementation.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Operations by the name that fixtures give them. */
final class OpTable {
  private final Map<String, Function<Call, Output>> ops = new HashMap<>();

  /** An operation of x alone. */
  OpTable unary(String name, UnaryOperator<Tensor> f) {
    return op(name, c -> f.apply(c.tensor("x")));
  }

  /** An operation of x and y. */
  OpTable binary(String name, BinaryOperator<Tensor> f) {
    return op(name, c -> f.apply(c.tensor("x"), c.tensor("y")));
  }

  /** An operation with parameters. */
  OpTable op(String name, Function<Call, Tensor> f) {
    ops.put(name, c -> Output.of(f.apply(c)));
    return this;
  }

  /** An operation that also answers with indices. */
  OpTable indexed(String name, Function<Call, Tensor> f, Function<Call, IntTensor> indices) {
    ops.put(name, c -> new Output(f.apply(c), indices.apply(c)));
    return this;
  }

  /** Takes over another table. */
  OpTable with(OpTable other) {
    ops.putAll(other.ops);
    return this;
  }

  /** Runs the operation that the parameter {@code op} names. */
  Output run(Call call) {
    String name = call.text("op");
    Function<Call, Output> known = ops.get(name);
    if (known == null) {
      throw new Implementation.NotImplementedException(name);
    }
    return known.apply(call);
  }

  /** The parameter {@code keepdim}. */
  static KeepDims keepDims(Call call) {
    return call.flag("keepdim") ? KeepDims.YES : KeepDims.NO;
  }
}
