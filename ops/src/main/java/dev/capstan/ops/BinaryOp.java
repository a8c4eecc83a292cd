package dev.capstan.ops;

import dev.capstan.autograd.Operation;
import dev.capstan.ops.internal.Binary;

/**
 * A broadcasting function of two tensors, made once and applied often; see {@link Operation}. Its
 * rules work in the broadcast shape; each gradient is summed back to its operand's shape here.
 */
final class BinaryOp extends Operation<Tensor> {
  private final String name;
  private final Binary f;
  private final Rule first;
  private final Rule second;

  /** The gradient of an operand, given that of f(x, y). */
  interface Rule {
    Tensor apply(Tensor g, Tensor x, Tensor y);
  }

  BinaryOp(String name, Binary f, Rule first, Rule second) {
    super(name);
    this.name = name;
    this.f = f;
    this.first = first;
    this.second = second;
  }

  Tensor apply(Tensor x, Tensor y) {
    Ops.requireSameDType(name, x, y);
    return x.recording() || y.recording() ? record(new Tensor[] {x, y}) : Ops.zip(name, x, y, f);
  }

  @Override
  protected Tensor value(Tensor[] inputs) {
    return Ops.zip(name, inputs[0], inputs[1], f);
  }

  @Override
  protected Tensor vjp(int input, Tensor g, Tensor y, Tensor[] inputs) {
    Rule rule = input == 0 ? first : second;
    Tensor share = rule.apply(g, inputs[0], inputs[1]);
    return Movement.sumTo(share, inputs[input].shape());
  }

  @Override
  protected boolean keepsNothing() {
    return true;
  }
}
