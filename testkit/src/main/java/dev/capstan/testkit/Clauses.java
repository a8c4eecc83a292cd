package dev.capstan.testkit;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** What holds for every operation, each as a statement on one sample of inputs. */
final class Clauses {
  private final OpSpec row;

  Clauses(OpSpec row) {
    this.row = row;
  }

  // --- values ---------------------------------------------------------------------------------

  /** The value is the naive reference's, within the bound that {@link Bounds} derives. */
  void valueEqualsReference(List<Tensor> at) {
    Tensor got = row.apply(at);
    Values expected = row.reference(at.stream().map(Values::of).toList());
    if (!got.shape().equals(expected.shape())) {
      throw new AssertionError("shape " + got.shape() + ", reference " + expected.shape());
    }
    Bounds.requireClose(
        row,
        "value",
        got,
        expected.toArray(),
        DType.FLOAT64,
        Bounds.sensitivity(xs -> row.reference(values(xs)).toArray(), at));
  }

  private static List<Values> values(List<Tensor> xs) {
    return xs.stream().map(Values::of).toList();
  }

  /** In float32, value and gradient are those in float64 at the same numbers, within bounds. */
  void float32WithinBoundsOfFloat64(List<Tensor> narrow) {
    List<Tensor> wide = narrow.stream().map(Clauses::widened).toList();
    Tensor got = row.apply(narrow);
    if (got.dtype() != DType.FLOAT32) {
      throw new AssertionError("float32 inputs give " + got.dtype());
    }
    Bounds.requireClose(
        row,
        "float32 value",
        got,
        row.apply(wide).toArray(),
        DType.FLOAT32,
        Bounds.sensitivity(xs -> row.apply(xs).toArray(), wide));
    if (row.differentiable()) {
      float32Gradients(narrow, wide, got);
    }
  }

  private void float32Gradients(List<Tensor> narrow, List<Tensor> wide, Tensor value) {
    Tensor cotangent = cotangent(value, 1);
    List<Tensor> got = gradients(narrow, cotangent);
    List<Tensor> all = new ArrayList<>(wide);
    all.add(widened(cotangent));
    for (int k = 0; k < wide.size(); k++) {
      int input = k;
      Function<List<Tensor>, double[]> wideGradient =
          xs -> gradients(xs.subList(0, wide.size()), xs.get(wide.size())).get(input).toArray();
      Bounds.requireClose(
          row,
          "float32 gradient of input " + k,
          got.get(k),
          wideGradient.apply(all),
          DType.FLOAT32,
          Bounds.sensitivity(wideGradient, all));
    }
  }

  private static Tensor widened(Tensor x) {
    return Tensor.generate(DType.FLOAT64, x.shape(), x::at);
  }

  /** The fluent form gives the same bits. */
  void fluentEqualsStatic(List<Tensor> at) {
    Function<List<Tensor>, Tensor> fluent = row.fluent();
    if (fluent != null) {
      requireSameBits("fluent form", fluent.apply(at), row.apply(at));
    }
  }

  /** Neither value nor rules write to an input. */
  void inputsUntouched(List<Tensor> at) {
    List<double[]> before = at.stream().map(Tensor::toArray).toList();
    Tensor y = row.apply(at);
    if (row.differentiable()) {
      gradients(at, cotangent(y, 1));
    }
    for (int k = 0; k < before.size(); k++) {
      requireSameBits("input " + k + " afterwards", at.get(k), before.get(k));
    }
  }

  /** Every node that the operation recorded gives its value once more when replayed. */
  void replayEqualsValue(List<Tensor> at) {
    try (Tape tape = new Tape()) {
      row.apply(watched(tape, at));
      for (Node<?> node : tape.nodes()) {
        requireSameBits("replay of " + node, (Tensor) node.replay(), (Tensor) node.value());
      }
    }
  }

  /** The result of an operation that is constant by design carries no node. */
  void resultIsConstant(List<Tensor> at) {
    try (Tape tape = new Tape()) {
      Node<Tensor> node = row.apply(watched(tape, at)).node();
      if (node != null) {
        throw new AssertionError("a result without gradient carries the node " + node);
      }
    }
  }

  // --- gradients ------------------------------------------------------------------------------

  /** The gradient is the slope, by central differences. */
  void firstOrder(List<Tensor> at) {
    Tensor cotangent = cotangent(row.apply(at), 1);
    Function<List<Tensor>, Tensor> f = xs -> dot(row.apply(xs), cotangent);
    requireSlopes(f, at, magnitude(row.apply(at), cotangent));
  }

  /** The gradient of the gradient is its slope, in the inputs and in the cotangent. */
  void secondOrder(List<Tensor> at) {
    Tensor y = row.apply(at);
    List<Tensor> all = new ArrayList<>(at);
    all.add(cotangent(y, 1));
    double magnitude = 1;
    for (Tensor g : gradients(at, all.get(at.size()))) {
      magnitude += magnitude(g, cotangent(g, 2));
    }
    requireSlopes(this::weightedGradient, all, magnitude);
  }

  /** The sum of all gradients' elements, each times a weight; the cotangent is the last input. */
  private Tensor weightedGradient(List<Tensor> inputsAndCotangent) {
    int n = inputsAndCotangent.size() - 1;
    List<Tensor> inputs = inputsAndCotangent.subList(0, n);
    List<Tensor> gradients =
        Transforms.vjp(row::apply, inputs).vjp().apply(inputsAndCotangent.get(n));
    Tensor sum = dot(gradients.get(0), cotangent(gradients.get(0), 2));
    for (Tensor g : gradients.subList(1, n)) {
      sum = Elementwise.add(sum, dot(g, cotangent(g, 2)));
    }
    return sum;
  }

  private static void requireSlopes(
      Function<List<Tensor>, Tensor> f, List<Tensor> at, double magnitude) {
    List<Tensor> analytic = Transforms.valueAndGrad(f, at).gradients();
    for (int k = 0; k < at.size(); k++) {
      for (int i = 0; i < at.get(k).size(); i++) {
        Slopes.Slope slope = Slopes.of(xs -> f.apply(xs).item(), at, k, i, 1 + magnitude);
        double got = analytic.get(k).at(i);
        if (!(Math.abs(got - slope.value()) <= slope.tolerance())) {
          throw new AssertionError(
              "input "
                  + k
                  + ", element "
                  + i
                  + ": analytic "
                  + got
                  + ", numeric "
                  + slope.value()
                  + ", tolerance "
                  + slope.tolerance());
        }
      }
    }
  }

  /** A rule is linear in g, and g = 0 gives exactly 0. */
  void linearInCotangent(List<Tensor> at) {
    Tensor y = row.apply(at);
    Tensor u = cotangent(y, 1);
    Tensor v = cotangent(y, 2);
    Tensor both = y.like(i -> 2 * u.at(i) - 3 * v.at(i));
    List<Tensor> gu = gradients(at, u);
    List<Tensor> gv = gradients(at, v);
    List<Tensor> got = gradients(at, both);
    List<Tensor> zero = gradients(at, y.like(i -> 0));
    for (int k = 0; k < at.size(); k++) {
      Tensor a = gu.get(k);
      Tensor b = gv.get(k);
      double size = 0;
      for (int i = 0; i < a.size(); i++) {
        size = Math.max(size, 2 * Math.abs(a.at(i)) + 3 * Math.abs(b.at(i)));
      }
      double bound = Bounds.roundings(row, at) * DType.FLOAT64.epsilon() * (1 + size);
      for (int i = 0; i < a.size(); i++) {
        double expected = 2 * a.at(i) - 3 * b.at(i);
        if (!(Math.abs(got.get(k).at(i) - expected) <= bound)) {
          throw new AssertionError(
              "input "
                  + k
                  + ", element "
                  + i
                  + ": g = 2u - 3v gives "
                  + got.get(k).at(i)
                  + ", its parts add up to "
                  + expected);
        }
        if (zero.get(k).at(i) != 0) {
          throw new AssertionError(
              "input " + k + ", element " + i + ": g = 0 gives " + zero.get(k).at(i));
        }
      }
    }
  }

  /** ⟨J u, v⟩ = ⟨u, Jᵀ v⟩ for each input, and J u is the slope of the value along u. */
  void adjointIdentity(List<Tensor> at) {
    for (int k = 0; k < at.size(); k++) {
      int input = k;
      Tensor u = cotangent(at.get(k), 3);
      Transforms.Directional<Tensor> along =
          Transforms.jvp(x -> row.apply(replaced(at, input, x)), at.get(k), u);
      Tensor v = cotangent(along.value(), 1);
      double left = dot(along.tangent(), v).item();
      double right = dot(u, gradients(at, v).get(k)).item();
      double size = 1 + magnitude(along.tangent(), v);
      double bound = Bounds.roundings(row, at) * DType.FLOAT64.epsilon() * size;
      if (!(Math.abs(left - right) <= bound)) {
        throw new AssertionError("input " + k + ": <Ju, v> = " + left + ", <u, J'v> = " + right);
      }
      requireSlopeAlong(at, k, u, v, left);
    }
  }

  private void requireSlopeAlong(List<Tensor> at, int k, Tensor u, Tensor v, double got) {
    Tensor x = at.get(k);
    Slopes.Slope slope =
        Slopes.of(
            t -> {
              double step = t.get(0).item();
              Tensor moved = x.like(i -> x.at(i) + step * u.at(i));
              return dot(row.apply(replaced(at, k, moved)), v).item();
            },
            List.of(Tensor.scalar(0.0)),
            0,
            0,
            1 + magnitude(row.apply(at), v));
    if (!(Math.abs(got - slope.value()) <= slope.tolerance())) {
      throw new AssertionError(
          "input " + k + ": <Ju, v> = " + got + ", slope along u " + slope.value());
    }
  }

  private static List<Tensor> replaced(List<Tensor> at, int input, Tensor x) {
    List<Tensor> inputs = new ArrayList<>(at);
    inputs.set(input, x);
    return inputs;
  }

  /** A gradient that can be differentiated again is the same gradient: fused rules, too. */
  void graphGivesTheSameGradient(List<Tensor> at) {
    Tensor cotangent = cotangent(row.apply(at), 1);
    List<Tensor> plain = gradients(at, cotangent);
    List<Tensor> graph = gradients(at, cotangent, WalkOption.CREATE_GRAPH);
    for (int k = 0; k < at.size(); k++) {
      double size = 1;
      for (int i = 0; i < plain.get(k).size(); i++) {
        size = Math.max(size, Math.abs(plain.get(k).at(i)));
      }
      double bound = Bounds.roundings(row, at) * DType.FLOAT64.epsilon() * size;
      for (int i = 0; i < plain.get(k).size(); i++) {
        if (!(Math.abs(plain.get(k).at(i) - graph.get(k).at(i)) <= bound)) {
          throw new AssertionError(
              "input "
                  + k
                  + ", element "
                  + i
                  + ": gradient "
                  + plain.get(k).at(i)
                  + ", with CREATE_GRAPH "
                  + graph.get(k).at(i));
        }
      }
    }
  }

  // --- tools ----------------------------------------------------------------------------------

  private List<Tensor> gradients(List<Tensor> at, Tensor cotangent, WalkOption... options) {
    return gradients(row::apply, at, cotangent, options);
  }

  /** The gradients of a function's inputs for a cotangent. */
  static List<Tensor> gradients(
      Function<List<Tensor>, Tensor> f, List<Tensor> at, Tensor cotangent, WalkOption... options) {
    try (Tape tape = new Tape()) {
      List<Tensor> xs = watched(tape, at);
      Tensor y = f.apply(xs);
      if (y.node() == null) {
        throw new AssertionError("the result carries no node: no gradient passes");
      }
      Gradients<Tensor> g = tape.gradients(y, cotangent, options);
      return xs.stream().map(x -> g.of(x).detach()).toList();
    }
  }

  private static List<Tensor> watched(Tape tape, List<Tensor> at) {
    return at.stream().map(tape::watch).toList();
  }

  /** Weights of either sign, none near zero and no two alike: no fault cancels in them. */
  static Tensor cotangent(Tensor like, int salt) {
    SplittableRandom random = new SplittableRandom(salt);
    return Tensor.generate(
        like.dtype(),
        like.shape(),
        i -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
  }

  private static Tensor dot(Tensor x, Tensor y) {
    return Reductions.sum(Elementwise.mul(x, y));
  }

  private static double magnitude(Tensor x, Tensor weights) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += Math.abs(x.at(i) * weights.at(i));
    }
    return sum;
  }

  private static void requireSameBits(String what, Tensor got, Tensor expected) {
    if (!got.sameForm(expected)) {
      throw new AssertionError(what + ": form " + got.form() + ", expected " + expected.form());
    }
    requireSameBits(what, got, expected.toArray());
  }

  private static void requireSameBits(String what, Tensor got, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(got.at(i)) != Double.doubleToLongBits(expected[i])) {
        throw new AssertionError(
            what + ", element " + i + ": got " + got.at(i) + ", expected " + expected[i]);
      }
    }
  }
}
