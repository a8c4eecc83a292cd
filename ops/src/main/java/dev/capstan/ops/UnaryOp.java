package dev.capstan.ops;

import dev.capstan.autograd.Operation;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** An elementwise function of one tensor, made once and applied often; see {@link Operation}. */
final class UnaryOp extends Operation<Tensor> {
  private final DoubleUnaryOperator f;
  private final Rule rule;
  private final @Nullable DoubleUnaryOperator piece;

  /** The gradient of x, given that of y = f(x). */
  interface Rule {
    Tensor apply(Tensor g, Tensor x, Tensor y);
  }

  UnaryOp(String name, DoubleUnaryOperator f, Rule rule) {
    this(name, f, rule, null);
  }

  /** Of a function that has pieces: {@code piece} names each by a number. */
  UnaryOp(String name, DoubleUnaryOperator f, Rule rule, @Nullable DoubleUnaryOperator piece) {
    super(name);
    this.f = f;
    this.rule = rule;
    this.piece = piece;
  }

  Tensor apply(Tensor x) {
    return x.recording() ? record(new Tensor[] {x}) : Ops.map(x, f);
  }

  @Override
  protected Tensor value(Tensor[] inputs) {
    return Ops.map(inputs[0], f);
  }

  @Override
  protected Tensor vjp(int input, Tensor g, Tensor y, Tensor[] inputs) {
    return rule.apply(g, inputs[0], y);
  }

  @Override
  protected long branch(Tensor[] inputs) {
    return piece == null ? 0 : Branches.of(inputs[0], piece);
  }

  @Override
  protected boolean keepsNothing() {
    return true;
  }
}
