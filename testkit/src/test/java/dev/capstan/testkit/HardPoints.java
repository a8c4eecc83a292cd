package dev.capstan.testkit;

import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.HardScore.HardPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Points of an operation where differences have a hard time, made from ordinary ones. */
final class HardPoints {
  /** The distance from a kink or a tie: a ten-thousandth of the usual step. */
  private static final double NEAR = 1e-9;

  private HardPoints() {}

  /** Those at which the operation has a finite value. */
  static List<HardPoint> of(OpSpec row, SplittableRandom random) {
    List<Shape> shapes = Samples.largest(row);
    List<Tensor> at = Samples.of(row, shapes, random);
    Function<List<Tensor>, Tensor> f = row::apply;
    List<HardPoint> points = new ArrayList<>();
    points.add(new HardPoint(row + " at 1e-12", f, times(at, 0x1p-40)));
    points.add(new HardPoint(row + " at 1e6", f, times(at, 0x1p20)));
    points.add(new HardPoint(row + " + 1e6", xs -> f.apply(xs).add(1e6), at));
    points.add(new HardPoint(row + " next to its kinks", f, nextToKinks(row, at)));
    if (row.distinct()) {
      points.add(new HardPoint(row + " next to ties", f, nextToTies(at)));
    }
    points.removeIf(p -> !defined(p));
    return points;
  }

  private static boolean defined(HardPoint p) {
    try {
      double[] value = p.f().apply(p.at()).toArray();
      return value.length > 0 && Arrays.stream(value).allMatch(Double::isFinite);
    } catch (IllegalArgumentException outside) {
      return false;
    }
  }

  private static List<Tensor> times(List<Tensor> at, double c) {
    return at.stream().map(x -> x.mul(c)).toList();
  }

  /** Every second element of an input with kinks, on either side of one. */
  private static List<Tensor> nextToKinks(OpSpec row, List<Tensor> at) {
    List<Tensor> moved = new ArrayList<>();
    for (int k = 0; k < at.size(); k++) {
      Tensor x = at.get(k);
      List<Double> kinks = row.domain(k).kinks();
      moved.add(
          x.like(
              i ->
                  kinks.isEmpty() || i % 2 == 1
                      ? x.at(i)
                      : kinks.get(i / 2 % kinks.size()) + (i % 4 == 0 ? NEAR : -NEAR)));
    }
    return moved;
  }

  private static List<Tensor> nextToTies(List<Tensor> at) {
    return at.stream().map(x -> x.like(i -> x.at(0) + NEAR * (x.at(i) - x.at(0)))).toList();
  }
}
