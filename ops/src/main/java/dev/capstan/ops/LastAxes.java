package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.LineKernels;
import dev.capstan.ops.internal.LineKernels.Statistics;
import dev.capstan.ops.option.KeepDims;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The fused forms of functions along the last axes: value and gradient in one pass a line each,
 * with the plain form as twin.
 */
final class LastAxes {
  private LastAxes() {}

  /** Fills {@code out} from {@code x}. */
  private interface Value {
    void into(LineKernels<Object> kernels, Object x, Object out);
  }

  /** Fills {@code out} from the result and its gradient. */
  private interface Backward {
    void into(LineKernels<Object> kernels, Object y, Object g, Object out);
  }

  private static Tensor fused(
      String name, Tensor x, Shape shape, Value f, Backward rule, UnaryOperator<Tensor> twin) {
    return op(name, x)
        .value(v -> filled(v, shape, f))
        .joint((g, y) -> new Tensor[] {backward(x, y, g, rule)})
        .twin(in -> twin.apply(in[0]))
        .record();
  }

  private static Tensor filled(Tensor x, Shape shape, Value f) {
    Tensor out = Tensor.blank(shape, x);
    f.into(LineKernels.of(x.dtype().width()), x.data(), out.data());
    return out;
  }

  private static Tensor backward(Tensor x, Tensor y, Tensor g, Backward rule) {
    Tensor out = Tensor.blank(x.shape(), g);
    rule.into(LineKernels.of(x.dtype().width()), y.data(), g.data(), out.data());
    return out;
  }

  // --- exponential sums -----------------------------------------------------------------------

  static Tensor softmax(Tensor x, ReducedAxes r, UnaryOperator<Tensor> twin) {
    int rows = r.kept().size();
    int n = r.count();
    return fused(
        "softmax",
        x,
        x.shape(),
        (k, in, out) -> k.softmax(in, rows, n, out),
        (k, y, g, out) -> k.softmaxBackward(y, g, rows, n, out),
        twin);
  }

  static Tensor logSoftmax(Tensor x, ReducedAxes r, UnaryOperator<Tensor> twin) {
    int rows = r.kept().size();
    int n = r.count();
    return fused(
        "logSoftmax",
        x,
        x.shape(),
        (k, in, out) -> k.logSoftmax(in, rows, n, out),
        (k, y, g, out) -> k.logSoftmaxBackward(y, g, rows, n, out),
        twin);
  }

  static Tensor logsumexp(Tensor x, KeepDims keepDims, ReducedAxes r, UnaryOperator<Tensor> twin) {
    int rows = r.kept().size();
    int n = r.count();
    return fused(
        "logsumexp",
        x,
        r.result(keepDims),
        (k, in, out) -> k.logSumExp(in, rows, n, out),
        (k, y, g, out) -> k.logSumExpBackward(x.data(), y, g, rows, n, out),
        twin);
  }

  /** The value of the plain form, along any axes: they are brought to the end. */
  static Tensor logSums(Tensor x, KeepDims keepDims, ReducedAxes r) {
    Tensor lines = r.last() ? x : Movement.permuted(x, r.reducedLast());
    Tensor out = Tensor.blank(r.result(keepDims), x);
    LineKernels.of(x.dtype().width())
        .logSumExp(lines.data(), r.kept().size(), r.count(), out.data());
    return out;
  }

  // --- scaling --------------------------------------------------------------------------------

  /** (x − mean) / √(variance + ε), times a weight, plus a bias, of the last axes' shape. */
  static Tensor standardize(
      String name, Statistics statistics, ReducedAxes r, double eps, Plain twin, Tensor... inputs) {
    int rows = r.kept().size();
    int n = r.count();
    return op(name, inputs)
        .valueOfAll(
            in -> {
              Tensor out = Tensor.blank(in[0].shape(), in[0]);
              LineKernels.of(in[0].dtype().width())
                  .standardize(
                      statistics, in[0].data(), data(in, 1), data(in, 2), eps, rows, n, out.data());
              return out;
            })
        .joint(
            (g, y) -> {
              @Nullable Tensor[] to = new @Nullable Tensor[inputs.length];
              for (int i = 0; i < to.length; i++) {
                to[i] = Ops.room(inputs[i], g);
              }
              LineKernels.of(g.dtype().width())
                  .standardizeBackward(
                      statistics,
                      inputs[0].data(),
                      data(inputs, 1),
                      eps,
                      g.data(),
                      rows,
                      n,
                      data(to, 0),
                      data(to, 1),
                      data(to, 2));
              return to;
            })
        .twin(twin::of)
        .record();
  }

  /** The plain form of a function of some inputs. */
  interface Plain {
    Tensor of(Tensor[] inputs);
  }

  /** x / max(‖x‖, ε). */
  static Tensor unit(Tensor x, ReducedAxes r, double given, UnaryOperator<Tensor> twin) {
    int rows = r.kept().size();
    int n = r.count();
    double eps = Ops.number(given, x).item();
    return op("normalize", x)
        .value(v -> filled(v, x.shape(), (k, in, out) -> k.unit(in, eps, rows, n, out)))
        .joint(
            (g, y) ->
                new Tensor[] {
                  backward(
                      x, y, g, (k, z, h, out) -> k.unitBackward(x.data(), eps, h, rows, n, out))
                })
        .twin(in -> twin.apply(in[0]))
        .branch(() -> lengths(x.constant(), eps, r))
        .record();
  }

  /** Which lines have length 0, less than ε, ε or more: the kinks lie between. */
  private static long lengths(Tensor x, double eps, ReducedAxes r) {
    return Branches.of(
        Norm.of(x, 2, KeepDims.NO, r), v -> v == 0 ? 0 : v < eps ? 1 : v == eps ? 2 : 3);
  }

  private static @Nullable Object data(@Nullable Tensor[] all, int i) {
    return i < all.length ? Ops.data(all[i]) : null;
  }
}
