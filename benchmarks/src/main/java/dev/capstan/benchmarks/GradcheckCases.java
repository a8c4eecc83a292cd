package dev.capstan.benchmarks;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.Verdict;
import dev.capstan.ops.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The cases that {@code peers/gradcheck/gradcheck_cases.py} gives to the checks of PyTorch and JAX,
 * given to ours: prints a line of four fields each, the case, right or wrong, what the check says,
 * and milliseconds.
 */
public final class GradcheckCases {
  private static final Tensor POINT = Tensor.of(0.3, -1.2, 2.5, 0.7);

  /** A function, and its rule of (g, x). */
  private record Rule(UnaryOperator<Tensor> value, BinaryOperator<Tensor> vjp) {}

  private GradcheckCases() {}

  /** Prints all. */
  public static void main(String[] args) {
    for (int warm = 0; warm < 20; warm++) {
      said(POINT, new Rule(Tensor::sin, (g, x) -> g.mul(x.cos())));
    }
    smooth().forEach(GradcheckCases::withFaults);
    right("log at 1e-8", 1e-8, Tensor::log, (g, x) -> g.div(x));
    right("sqrt at 1e-9", 1e-9, Tensor::sqrt, (g, x) -> g.div(2).div(x.sqrt()));
    right("1/x at 1e-6", 1e-6, Tensor::reciprocal, (g, x) -> g.neg().div(x.square()));
    right("sin(1e6 x)", 0.3, x -> x.mul(1e6).sin(), (g, x) -> g.mul(1e6).mul(x.mul(1e6).cos()));
    right("1e10 + sin x", 0.3, x -> x.sin().add(1e10), (g, x) -> g.mul(x.cos()));
    right(
        "((x + 1e12) - 1e12)^2",
        0.3,
        x -> x.add(1e12).sub(1e12).square(),
        (g, x) -> g.mul(2).mul(x.add(1e12).sub(1e12)));
    right("1e-11 x + 1", 0.3, x -> x.mul(1e-11).add(1), (g, x) -> g.mul(1e-11));
    right("x^2 at 1e8", 1e8, x -> x.mul(x), (g, x) -> g.mul(x).mul(2));
    right("exp at 50", 50, Tensor::exp, (g, x) -> g.mul(x.exp()));
    right("(x - 2)^2 at 2", 2, x -> x.sub(2).square(), (g, x) -> g.mul(x.sub(2)).mul(2));
    right("x^3 at 0", 0, x -> x.pow(3), (g, x) -> g.mul(x.square()).mul(3));
    BinaryOperator<Tensor> step = (g, x) -> g.mul(x.like(i -> x.at(i) > 0 ? 1 : 0));
    right("relu at 0, slope 0", 0, Tensor::relu, step);
    right("relu at 1e-7", 1e-7, Tensor::relu, step);
    right("abs at 0, slope 0", 0, Tensor::abs, (g, x) -> g.mul(x.sign()));
    right("relu(x)^2 at 1e-8", 1e-8, x -> x.relu().square(), (g, x) -> g.mul(x.relu()).mul(2));
    right("x |x| at 0", 0, x -> x.mul(x.abs()), (g, x) -> g.mul(x.abs()).mul(2));
  }

  private static Map<String, Rule> smooth() {
    Map<String, Rule> all = new LinkedHashMap<>();
    all.put("sin", new Rule(Tensor::sin, (g, x) -> g.mul(x.cos())));
    all.put("exp", new Rule(Tensor::exp, (g, x) -> g.mul(x.exp())));
    all.put("tanh", new Rule(Tensor::tanh, (g, x) -> g.mul(x.tanh().square().rsub(1))));
    all.put(
        "sigmoid",
        new Rule(Tensor::sigmoid, (g, x) -> g.mul(x.sigmoid()).mul(x.sigmoid().rsub(1))));
    return all;
  }

  private static void withFaults(String op, Rule rule) {
    print(op, "right", POINT, rule);
    fault(op + ", wrong sign", rule, (d, g) -> d.neg());
    fault(op + ", factor 2", rule, (d, g) -> d.mul(2));
    fault(op + ", 1e-2 too much", rule, (d, g) -> d.mul(1 + 1e-2));
    fault(op + ", 1e-4 too much", rule, (d, g) -> d.mul(1 + 1e-4));
    fault(op + ", 1e-6 too much", rule, (d, g) -> d.mul(1 + 1e-6));
    fault(op + ", zero", rule, (d, g) -> d.mul(0));
    fault(op + ", |g| for g", rule, (d, g) -> d.mul(g.sign()));
  }

  private static void fault(String name, Rule rule, BinaryOperator<Tensor> spoil) {
    BinaryOperator<Tensor> wrong = (g, x) -> spoil.apply(rule.vjp().apply(g, x), g);
    print(name, "wrong", POINT, new Rule(rule.value(), wrong));
  }

  private static void right(
      String name, double at, UnaryOperator<Tensor> value, BinaryOperator<Tensor> vjp) {
    print(name, "right", Tensor.of(at), new Rule(value, vjp));
  }

  private static void print(String name, String truth, Tensor at, Rule rule) {
    long begin = System.nanoTime();
    String said = said(at, rule);
    System.out.printf("%s\t%s\t%s\t%.3f%n", name, truth, said, 1e-6 * (System.nanoTime() - begin));
  }

  private static String said(Tensor at, Rule rule) {
    GradReport report =
        GradCheck.of(
                (Tensor x) ->
                    Primitive.of("case", x)
                        .value(rule.value())
                        .vjp((Tensor g) -> rule.vjp().apply(g, at))
                        .record())
            .at(at)
            .check();
    if (report.count(Verdict.WRONG) > 0) {
      Blame blame = report.decisive().blame();
      return blame == null ? "wrong" : "wrong: " + blame.fault();
    }
    if (report.ok()) {
      return "right";
    }
    return report.count(Verdict.AT_A_KINK) > 0 ? "at a kink" : "unreliable";
  }
}
