package dev.capstan.examples.conformance;

import dev.capstan.ops.Activations;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Rounding;
import dev.capstan.ops.Special;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transcendental;
import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.Gelu;
import dev.capstan.testkit.fixtures.Call;

/** Operations that treat each element alone. */
final class ElementwiseCases {
  private static final double LEAKY_SLOPE = 0.01;

  private ElementwiseCases() {}

  static OpTable table() {
    return new OpTable().with(arithmetic()).with(transcendental()).with(activations());
  }

  private static OpTable arithmetic() {
    return new OpTable()
        .binary("add", Elementwise::add)
        .binary("sub", Elementwise::sub)
        .binary("mul", Elementwise::mul)
        .binary("div", Elementwise::div)
        .binary("maximum", Elementwise::maximum)
        .binary("minimum", Elementwise::minimum)
        .binary("pow", Elementwise::pow)
        .op("pow_scalar", c -> Elementwise.pow(c.tensor("x"), c.real("exponent")))
        .op("scalar_pow", c -> Elementwise.rpow(c.tensor("x"), c.real("base")))
        .unary("abs", Elementwise::abs)
        .unary("neg", Elementwise::neg)
        .unary("square", Elementwise::square)
        .unary("sqrt", Elementwise::sqrt)
        .unary("rsqrt", Elementwise::rsqrt)
        .unary("reciprocal", Elementwise::reciprocal)
        .unary("sign", Rounding::sign)
        .unary("floor", Rounding::floor)
        .unary("ceil", Rounding::ceil)
        .unary("round", Rounding::round)
        .op("clamp", ElementwiseCases::clamp)
        .op("where", c -> Elementwise.where(c.mask("mask"), c.tensor("x"), c.tensor("y")))
        .unary("reused_input", ElementwiseCases::reused)
        .unary("self_subtract", ElementwiseCases::selfSubtract)
        .unary("detach", ElementwiseCases::detached);
  }

  private static OpTable transcendental() {
    return new OpTable()
        .unary("exp", Elementwise::exp)
        .unary("expm1", Transcendental::expm1)
        .unary("log", Elementwise::log)
        .unary("log1p", Transcendental::log1p)
        .unary("log2", Transcendental::log2)
        .unary("log10", Transcendental::log10)
        .unary("sin", Transcendental::sin)
        .unary("cos", Transcendental::cos)
        .unary("tan", Transcendental::tan)
        .unary("asin", Transcendental::asin)
        .unary("acos", Transcendental::acos)
        .unary("atan", Transcendental::atan)
        .unary("sinh", Transcendental::sinh)
        .unary("cosh", Transcendental::cosh)
        .unary("erf", Special::erf)
        .unary("erfc", Special::erfc);
  }

  private static OpTable activations() {
    return new OpTable()
        .unary("relu", Elementwise::relu)
        .unary("tanh", Elementwise::tanh)
        .unary("sigmoid", Elementwise::sigmoid)
        .op(
            "softplus",
            c -> Elementwise.softplus(c.tensor("x"), c.real("beta", 1), c.real("threshold", 20)))
        .unary("silu", Activations::silu)
        .unary("logsigmoid", Activations::logSigmoid)
        .op("elu", c -> Activations.elu(c.tensor("x"), c.real("alpha", 1)))
        .op(
            "leaky_relu",
            c -> Activations.leakyRelu(c.tensor("x"), c.real("negative_slope", LEAKY_SLOPE)))
        .unary("relu6", Activations::relu6)
        .op(
            "hardtanh",
            c -> Activations.hardtanh(c.tensor("x"), c.real("min_val", -1), c.real("max_val", 1)))
        .unary("softsign", Activations::softsign)
        .unary("selu", Activations::selu)
        .unary("mish", Activations::mish)
        .op("gelu", ElementwiseCases::gelu)
        .op("prelu", c -> Activations.prelu(c.tensor("x"), c.tensor("weight")))
        .op("glu", c -> Activations.glu(c.tensor("x"), c.integer("dim", -1)));
  }

  private static Tensor gelu(Call call) {
    boolean tanh = call.has("approximate") && call.text("approximate").equals("tanh");
    return Activations.gelu(call.tensor("x"), tanh ? Gelu.TANH : Gelu.EXACT);
  }

  private static Tensor clamp(Call call) {
    Tensor x = call.tensor("x");
    if (!call.has("max")) {
      return Elementwise.clampMin(x, call.real("min"), AtBound.ZERO);
    }
    return call.has("min")
        ? Elementwise.clamp(x, call.real("min"), call.real("max"))
        : Elementwise.clampMax(x, call.real("max"), AtBound.ZERO);
  }

  /** x·x + x·sum(x) + x. */
  private static Tensor reused(Tensor x) {
    Tensor products = Elementwise.add(Elementwise.mul(x, x), Elementwise.mul(x, Reductions.sum(x)));
    return Elementwise.add(products, x);
  }

  /** (x − x)·x + x/x. */
  private static Tensor selfSubtract(Tensor x) {
    Tensor nothing = Elementwise.mul(Elementwise.sub(x, x), x);
    return Elementwise.add(nothing, Elementwise.div(x, x));
  }

  /** x·detach(x) + sum(detach(x·x)). */
  private static Tensor detached(Tensor x) {
    Tensor constant = Reductions.sum(Elementwise.mul(x, x).detach());
    return Elementwise.add(Elementwise.mul(x, x.detach()), constant);
  }
}
