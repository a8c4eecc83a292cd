package dev.capstan.testkit.mutation;

import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;

/**
 * A function with a fault in one rule, written by somebody who wants to know whether the gradient
 * check finds it.
 *
 * <pre>{@code
 * public final class SineWithTheWrongSign implements FaultyOp {
 *   public String name() { return "sine with the wrong sign"; }
 *   public String culprit() { return "sine"; }
 *   public List<Tensor> inputs(RandomGenerator random) {
 *     return List.of(Tensor.randn(DType.FLOAT64, random, 4));
 *   }
 *   public Tensor apply(List<Tensor> in) {
 *     Tensor x = in.get(0);
 *     return Primitive.of("sine", x).value(v -> v.like(i -> Math.sin(v.at(i))))
 *         .vjp(g -> g.mul(x.cos()).neg()).record();
 *   }
 * }
 * }</pre>
 *
 * <p>List the class in a file {@code META-INF/services/dev.capstan.testkit.mutation.FaultyOp} on
 * the class path, and either run {@code gradcheck --faulty}, or the test {@code ForeignFaultsTest}.
 */
public interface FaultyOp {

  /** What the report calls it. */
  String name();

  /** The name of the operation that ought to be blamed, as given to {@code Primitive.of}. */
  String culprit();

  /** Inputs in float64 at which the fault shows; asked for anew for every try. */
  List<Tensor> inputs(RandomGenerator random);

  /** The function. */
  Tensor apply(List<Tensor> inputs);

  /** 2 if the gradient is right and only its own gradient is wrong. */
  default int order() {
    return 1;
  }

  /** All that the class path has. */
  static List<FaultyOp> all() {
    return ServiceLoader.load(FaultyOp.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
