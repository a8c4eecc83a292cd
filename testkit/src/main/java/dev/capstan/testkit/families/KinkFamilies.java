package dev.capstan.testkit.families;

import static dev.capstan.testkit.families.Draws.normal;
import static dev.capstan.testkit.families.Draws.one;
import static dev.capstan.testkit.families.Draws.power;
import static dev.capstan.testkit.families.Draws.sign;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Functions with kinks, far from them, next to them and at them. */
final class KinkFamilies {
  private KinkFamilies() {}

  /** Kinks at 0, or where two elements are equal. */
  private static final List<UnaryOperator<Tensor>> KINKY =
      List.of(
          x -> x.relu(),
          x -> x.abs(),
          x -> x.leakyRelu(0.1),
          x -> x.elu(0.7),
          x -> x.clamp(0, 2),
          x -> x.hardtanh(0, 1),
          x -> x.maximum(x.mul(0.5)),
          x -> x.minimum(x.neg()),
          x -> x.max(-1),
          x -> x.amax(-1),
          x -> x.sort(-1),
          x -> x.cummax(-1),
          x -> x.norm(2, -1),
          x -> x.norm(1, -1));

  /** Without a word of their branches to the tape. */
  private static final List<UnaryOperator<Tensor>> OWN =
      List.of(
          x -> own("ramp", x, v -> Math.max(v, 0), v -> v > 0 ? 1 : 0),
          x -> own("size", x, Math::abs, Math::signum),
          x -> own("bend", x, v -> v < 0 ? v : 3 * v, v -> v <= 0 ? 1 : 3),
          x -> own("hinge", x, v -> Math.max(0, 1 - v), v -> v < 1 ? -1 : 0));

  /** Kinks of the second kind: the slope bends, and does not jump. */
  private static final List<UnaryOperator<Tensor>> BENT =
      List.of(
          x -> x.relu().square(),
          x -> x.mul(x.abs()),
          x -> x.mul(x.relu()),
          x -> x.square().mul(x.sign()),
          x -> own("bow", x, v -> v > 0 ? v * v : 0, v -> v > 0 ? 2 * v : 0),
          x -> own("sail", x, v -> v * Math.abs(v), v -> 2 * Math.abs(v)));

  private static final List<UnaryOperator<Tensor>> STEPS =
      List.of(
          x -> x.floor().add(x.mul(0.5)),
          x -> x.sign().mul(x),
          x -> x.round().mul(x),
          x -> x.remainder(1.5),
          x -> Elementwise.where(Comparisons.gt(x.detach(), 0), x.sin(), x.mul(2).add(5)),
          x -> x.ceil().sub(x.square()));

  static Tensor own(String name, Tensor x, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
    return Primitive.of(name, x)
        .value(v -> v.like(i -> f.applyAsDouble(v.at(i))))
        .vjp((Tensor g) -> g.mul(g.like(i -> slope.applyAsDouble(x.at(i)))))
        .record();
  }

  static List<Family> all() {
    return List.of(
        Family.ordinary("kinky and smooth, N(0,1)", KinkFamilies::mixed),
        Family.hard("one kinky op, 0 or 1e-14 to 1e-1 from its kink", r -> near(r, KINKY, 1)),
        Family.hard("two kinky ops, same points", r -> near(r, KINKY, 2)),
        Family.hard("own kinky op without branch(), same points", r -> near(r, OWN, 1)),
        Family.hard("kinks of the second kind, same points", r -> near(r, BENT, 1)),
        Family.hard("kinky op after an offset of 1 to 1e6", KinkFamilies::offsetKink),
        Family.ordinary("floor, sign, round, remainder, where: N(0,1)", r -> steps(r, false)),
        Family.hard("the same next to their jumps", r -> steps(r, true)),
        Family.hard(
            "kinky, order 2, near kinks",
            r -> near(r, KINKY, 1).then(y -> y.sin().mul(y)).toOrder(2)));
  }

  private static Trial mixed(SplittableRandom r) {
    List<UnaryOperator<Tensor>> links = new ArrayList<>(SmoothFamilies.UNARY);
    links.addAll(KINKY.subList(0, 8));
    UnaryOperator<Tensor> first = one(r, KINKY.subList(0, 8));
    UnaryOperator<Tensor> f = SmoothFamilies.chain(r, links, 1 + r.nextInt(3));
    return SmoothFamilies.reduced(r, Trial.of(x -> f.apply(first.apply(x)), Draws.small(r)));
  }

  /** Some elements exactly at 0 or at one another, or next to it. */
  private static Tensor nearKinks(SplittableRandom r) {
    Tensor x = Draws.small(r);
    double[] v = x.toArray();
    for (int i = 0; i < v.length; i++) {
      double distance = r.nextInt(6) == 0 ? 0 : sign(r) * power(r, -14, -1);
      v[i] =
          switch (r.nextInt(3)) {
            case 0 -> distance;
            case 1 -> v[r.nextInt(v.length)] + distance;
            default -> v[i];
          };
    }
    return x.like(i -> v[i]);
  }

  private static Trial near(SplittableRandom r, List<UnaryOperator<Tensor>> from, int count) {
    UnaryOperator<Tensor> before =
        r.nextBoolean() ? x -> x : r.nextBoolean() ? x -> x.mul(1.5) : x -> x.sin();
    UnaryOperator<Tensor> last = one(r, from);
    UnaryOperator<Tensor> others = SmoothFamilies.chain(r, KINKY.subList(0, 8), count - 1);
    UnaryOperator<Tensor> f = x -> last.apply(others.apply(x));
    boolean squash = r.nextBoolean();
    return Trial.of(
        x -> {
          Tensor y = f.apply(before.apply(x));
          return squash ? y.mul(0.3).add(0.2).exp() : y;
        },
        nearKinks(r));
  }

  private static Trial offsetKink(SplittableRandom r) {
    UnaryOperator<Tensor> f = one(r, KINKY.subList(0, 6));
    double offset = power(r, 0, 6);
    return Trial.of(x -> f.apply(x).sum().add(offset), nearKinks(r));
  }

  private static Trial steps(SplittableRandom r, boolean near) {
    UnaryOperator<Tensor> f = one(r, STEPS);
    Tensor x = normal(r, 3);
    double[] v = x.toArray();
    for (int i = 0; near && i < v.length; i++) {
      double jump = one(r, List.of(0.0, 1.0, -1.0, 0.5, 1.5));
      v[i] = jump + (r.nextInt(4) == 0 ? 0 : sign(r) * power(r, -14, -1));
    }
    return Trial.of(f, x.like(i -> v[i]));
  }
}
