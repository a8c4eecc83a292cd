package dev.capstan.examples.conformance;

import static java.util.Map.entry;

import dev.capstan.ops.Activations;
import dev.capstan.ops.AtBound;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Gelu;
import dev.capstan.ops.Rounding;
import dev.capstan.ops.Special;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transcendental;
import dev.capstan.testkit.fixtures.Call;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The fixtures' names of operations on single elements. */
final class ElementwiseCases {
  /** Defaults of the system that the fixtures come from. */
  private static final double TORCH_LEAK = 0.01;

  private static final double TORCH_THRESHOLD = 20;

  static final Map<String, Function<Call, Tensor>> OPS =
      Map.ofEntries(
          two("add", Elementwise::add),
          two("sub", Elementwise::sub),
          two("mul", Elementwise::mul),
          two("div", Elementwise::div),
          two("maximum", Elementwise::maximum),
          two("minimum", Elementwise::minimum),
          two("pow", Elementwise::pow),
          entry("pow_scalar", c -> c.tensor("x").pow(c.real("exponent"))),
          entry("scalar_pow", c -> c.tensor("x").rpow(c.real("base"))),
          entry("where", c -> Elementwise.where(c.mask("mask"), c.tensor("x"), c.tensor("y"))),
          entry("clamp", ElementwiseCases::clamp),
          one("abs", Elementwise::abs),
          one("neg", Elementwise::neg),
          one("square", Elementwise::square),
          one("exp", Elementwise::exp),
          one("expm1", Transcendental::expm1),
          one("log", Elementwise::log),
          one("log1p", Transcendental::log1p),
          one("log2", Transcendental::log2),
          one("sqrt", Elementwise::sqrt),
          one("rsqrt", Elementwise::rsqrt),
          one("reciprocal", Elementwise::reciprocal),
          one("sin", Transcendental::sin),
          one("cos", Transcendental::cos),
          one("asin", Transcendental::asin),
          one("acos", Transcendental::acos),
          one("atan", Transcendental::atan),
          one("erf", Special::erf),
          one("sign", Rounding::sign),
          one("floor", Rounding::floor),
          one("round", Rounding::round),
          one("tanh", Elementwise::tanh),
          one("sigmoid", Elementwise::sigmoid),
          one("logsigmoid", Activations::logSigmoid),
          one("relu", Elementwise::relu),
          one("relu6", Activations::relu6),
          one("hardtanh", Activations::hardtanh),
          one("softsign", Activations::softsign),
          one("silu", Activations::silu),
          one("mish", Activations::mish),
          one("elu", Activations::elu),
          entry("leaky_relu", c -> Activations.leakyRelu(c.tensor("x"), TORCH_LEAK)),
          entry("prelu", c -> Activations.prelu(c.tensor("x"), c.tensor("weight"))),
          entry("glu", c -> Activations.glu(c.tensor("x"), c.integer("dim"))),
          entry("gelu", ElementwiseCases::gelu),
          entry(
              "softplus",
              c ->
                  Elementwise.softplus(
                      c.tensor("x"), c.real("beta", 1), c.real("threshold", TORCH_THRESHOLD))));

  private ElementwiseCases() {}

  private static Map.Entry<String, Function<Call, Tensor>> one(
      String name, UnaryOperator<Tensor> f) {
    return entry(name, c -> f.apply(c.tensor("x")));
  }

  private static Map.Entry<String, Function<Call, Tensor>> two(
      String name, BinaryOperator<Tensor> f) {
    return entry(name, c -> f.apply(c.tensor("x"), c.tensor("y")));
  }

  private static Tensor clamp(Call c) {
    Tensor x = c.tensor("x");
    if (!c.has("max")) {
      return Elementwise.clampMin(x, c.real("min"), AtBound.ZERO);
    }
    return c.has("min")
        ? Elementwise.clamp(x, c.real("min"), c.real("max"))
        : Elementwise.clampMax(x, c.real("max"), AtBound.ZERO);
  }

  private static Tensor gelu(Call c) {
    boolean tanh = c.has("approximate") && c.text("approximate").equals("tanh");
    return Activations.gelu(c.tensor("x"), tanh ? Gelu.TANH : Gelu.EXACT);
  }
}
