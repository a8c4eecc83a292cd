package dev.capstan.exercises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.Traced;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.Transforms.Pullback;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the tests of all chapters say to an answer. */
final class Claims {
  /** Answers differ from ours by the order of a few sums and products: far less than this. */
  static final double NEAR = 1e-9;

  private Claims() {}

  /** The gradient, and the gradient of the gradient, agree with differences. */
  @SafeVarargs
  static <V extends Traced<V>> void rightToSecondOrder(
      String names, Function<List<V>, V> f, V... at) {
    right(2, names, f, at);
  }

  @SafeVarargs
  static <V extends Traced<V>> void right(
      int order, String names, Function<List<V>, V> f, V... at) {
    look(f, List.of(at));
    judge(GradCheck.ofAll(f).at(List.of(at)).order(order).inputs(names.split(" ")).check());
  }

  /** The sentence first, since some are content with it. */
  static void judge(GradReport report) {
    if (!report.ok()) {
      fail(report.sentence() + "\n\n" + report);
    }
  }

  /** What the checker would not say so well. */
  private static <V extends Traced<V>> void look(Function<List<V>, V> f, List<V> at) {
    try {
      Pullback<V> back = Transforms.vjp(f, at);
      List<V> once = back.vjp().apply(back.value().like(i -> 1));
      List<V> twice = back.vjp().apply(back.value().like(i -> 2));
      for (int k = 0; k < at.size(); k++) {
        if (size(once.get(k)) > 0 && Arrays.equals(elements(once.get(k)), elements(twice.get(k)))) {
          fail("input " + k + ": the rule hands on the same whatever arrives; where is g in it?");
        }
      }
    } catch (RuntimeException e) {
      if (isHole(e)) {
        throw e;
      }
      // Of anything else the checker says more.
    }
  }

  private static double size(Traced<?> x) {
    return Arrays.stream(elements(x)).map(Math::abs).sum();
  }

  private static double[] elements(Traced<?> x) {
    return IntStream.range(0, x.form().size()).mapToDouble(x::at).toArray();
  }

  static void that(boolean holds, String otherwise) {
    if (!holds) {
      fail(otherwise);
    }
  }

  /** Whether that is what stands in place of an answer. The solutions do not have its class. */
  static boolean isHole(Throwable t) {
    return t instanceof UnsupportedOperationException
        && String.valueOf(t.getMessage()).endsWith("is still a hole");
  }

  /** A shape, before any number of it is read. */
  static void shape(String what, Tensor got, int... expected) {
    if (!Arrays.equals(expected, got.shape().toArray())) {
      fail(what + " has shape " + got.shape() + ", expected " + Arrays.toString(expected));
    }
  }

  static void near(String what, double expected, double got) {
    if (!close(expected, got)) {
      fail(what + ": got " + number(got) + ", expected " + number(expected));
    }
  }

  static void near(String what, double[] expected, double[] got) {
    assertEquals(expected.length, got.length, what + ": how many numbers");
    for (int i = 0; i < got.length; i++) {
      near(what + ", element " + i, expected[i], got[i]);
    }
  }

  static boolean close(double expected, double got) {
    return Math.abs(expected - got) <= NEAR * Math.max(1, Math.abs(expected));
  }

  static String number(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e9
        ? String.valueOf((long) x)
        : String.format(Locale.ROOT, "%.7g", x);
  }
}
