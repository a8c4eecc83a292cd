package dev.capstan.ops;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.Strided;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an operation is written. {@link #op} begins one; {@link #unary} and {@link #binary} are the
 * two shapes that most elementwise operations have. Broadcasting is undone here and nowhere else:
 * {@code binary}, and {@link BinaryOp} for operations that are made once, sum each gradient back to
 * its operand's shape.
 */
final class Ops {
  private Ops() {}

  /** Begins an operation on inputs of one dtype. */
  static Primitive<Tensor> op(String name, Tensor... inputs) {
    for (int i = 1; i < inputs.length; i++) {
      requireSameDType(name, inputs[0], inputs[i]);
    }
    return Primitive.of(name, inputs).transientRules();
  }

  /** An elementwise function of one tensor, with its rule: g to the gradient. */
  static Tensor unary(String name, Tensor x, DoubleUnaryOperator f, UnaryOperator<Tensor> rule) {
    return x.recording()
        ? Primitive.of(name, x).value(v -> map(v, f)).vjp(rule).transientRules().record()
        : map(x, f);
  }

  /** As {@link #unary}, with a rule of (g, y), y being the result. */
  static Tensor unary(String name, Tensor x, DoubleUnaryOperator f, BinaryOperator<Tensor> rule) {
    return x.recording()
        ? Primitive.of(name, x).value(v -> map(v, f)).vjp(rule).transientRules().record()
        : map(x, f);
  }

  /** As {@link #unary}, of a function that has pieces: {@code piece} names each by a number. */
  static Tensor unary(
      String name,
      Tensor x,
      DoubleUnaryOperator f,
      UnaryOperator<Tensor> rule,
      DoubleUnaryOperator piece) {
    return x.recording()
        ? Primitive.of(name, x)
            .value(v -> map(v, f))
            .vjp(rule)
            .branch(() -> Branches.of(x, piece))
            .transientRules()
            .record()
        : map(x, f);
  }

  /** A broadcasting function of two tensors, with a rule for each in the broadcast shape. */
  static Tensor binary(
      String name,
      Tensor x,
      Tensor y,
      DoubleBinaryOperator f,
      UnaryOperator<Tensor> ruleX,
      UnaryOperator<Tensor> ruleY) {
    requireSameDType(name, x, y);
    Shape shape = Shape.broadcast(name, x.shape(), y.shape());
    if (!x.recording() && !y.recording()) {
      return zip(x, y, shape, f);
    }
    return Primitive.of(name, x, y)
        .value((u, v) -> zip(u, v, shape, f))
        .vjp(undoingBroadcast(ruleX, x.shape(), shape))
        .vjp(undoingBroadcast(ruleY, y.shape(), shape))
        .transientRules()
        .record();
  }

  /** As {@link #binary}, of a function that has pieces: {@code piece} names each by a number. */
  static Tensor binary(
      String name,
      Tensor x,
      Tensor y,
      DoubleBinaryOperator f,
      UnaryOperator<Tensor> ruleX,
      UnaryOperator<Tensor> ruleY,
      DoubleBinaryOperator piece) {
    requireSameDType(name, x, y);
    Shape shape = Shape.broadcast(name, x.shape(), y.shape());
    if (!x.recording() && !y.recording()) {
      return zip(x, y, shape, f);
    }
    return Primitive.of(name, x, y)
        .value((u, v) -> zip(u, v, shape, f))
        .vjp(undoingBroadcast(ruleX, x.shape(), shape))
        .vjp(undoingBroadcast(ruleY, y.shape(), shape))
        .branch(() -> Branches.of(zip(x, y, shape, piece), p -> p))
        .record();
  }

  /**
   * A rule in one pass over the gradient and a value of the same shape; where it is to be
   * differentiated again, the same in plain operations.
   */
  static Tensor back(Tensor g, Tensor v, DoubleBinaryOperator f, Supplier<Tensor> plain) {
    return g.recording() || v.recording() ? plain.get() : zip(g, v, v.shape(), f);
  }

  /**
   * g times the slope of a function of x and y; where that is to be differentiated again, the slope
   * in plain operations.
   */
  static Tensor slope(
      Tensor g, Tensor x, Tensor y, DoubleBinaryOperator f, Supplier<Tensor> plain) {
    return g.recording() || x.recording() || y.recording()
        ? Elementwise.mul(g, plain.get())
        : Elementwise.mul(g, zip(x, y, g.shape(), f));
  }

  /**
   * As {@link #zip(Tensor, Tensor, Shape, DoubleBinaryOperator)}, to the shape of both together.
   */
  static Tensor zip(String name, Tensor x, Tensor y, DoubleBinaryOperator f) {
    return zip(x, y, Shape.broadcast(name, x.shape(), y.shape()), f);
  }

  private static UnaryOperator<Tensor> undoingBroadcast(
      UnaryOperator<Tensor> rule, Shape operand, Shape result) {
    return operand.equals(result) ? rule : g -> Movement.sumTo(rule.apply(g), operand);
  }

  /** The value of an elementwise function: no node, no rule. */
  static Tensor map(Tensor x, DoubleUnaryOperator f) {
    Tensor out = Tensor.blank(x.shape(), x);
    x.kernels().map(f, x.data(), out.data());
    return out;
  }

  /** The value of a function of two tensors that broadcast to the shape. */
  static Tensor zip(Tensor x, Tensor y, Shape shape, DoubleBinaryOperator f) {
    Tensor out = Tensor.blank(shape, x, y);
    Kernels<Object> kernels = x.kernels();
    if (shape.size() == 0) {
      return out;
    }
    if (x.shape().equals(y.shape())) {
      kernels.zip(f, x.data(), y.data(), out.data());
    } else {
      kernels.zipStrided(f, x.data(), y.data(), out.data(), loop(x.shape(), y.shape(), shape));
    }
    return out;
  }

  /** How two operands move in the shape that they broadcast to. */
  static Strided loop(Shape x, Shape y, Shape shape) {
    return y.rank() == 0
        ? Strided.withNumber(shape.size())
        : Strided.of(shape.toArray(), x.toArray(), y.toArray());
  }

  /** Zeros in g's memory: the gradient of a function that is constant. */
  static Tensor zerosIn(Shape shape, Tensor g) {
    Tensor out = Tensor.blank(shape, g);
    out.kernels().fill(out.data(), 0);
    return out;
  }

  /** Where the gradient of x goes, in g's memory; null for a constant, which needs none. */
  static @Nullable Tensor room(Tensor x, Tensor g) {
    return x.node() == null ? null : Tensor.blank(x.shape(), g);
  }

  /** The array of a tensor, if there is one. */
  static @Nullable Object data(@Nullable Tensor x) {
    return x == null ? null : x.data();
  }

  static void requireSameDType(String op, Tensor x, Tensor y) {
    if (x.dtype() != y.dtype()) {
      throw new DTypeException(
          op
              + ": dtypes differ: got "
              + x.form()
              + " and "
              + y.form()
              + ", expected one dtype; convert one of them with to("
              + (x.dtype() == DType.FLOAT64 ? "FLOAT64" : "FLOAT32")
              + ")");
    }
  }

  /** A Java number as a scalar tensor of another tensor's dtype. */
  static Tensor number(double value, Tensor like) {
    return like.dtype() == DType.FLOAT64 ? Tensor.scalar(value) : Tensor.scalar((float) value);
  }
}
