package dev.capstan.autograd.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A plain Java function with a gradient written by hand; slices of its point are the inputs. */
final class ArraySubject implements Subject {
  /** Beside the four roundings of a result that are always counted. */
  private static final double MORE_ROUNDINGS = 12;

  private final UnaryOperator<double[]> f;
  private final BinaryOperator<double[]> gradient;
  private final double[] x;
  private final List<Slice> slices;

  /** {@code gradient} maps (x, cotangent) to the gradient; the slices fill x from the front. */
  ArraySubject(
      UnaryOperator<double[]> f,
      BinaryOperator<double[]> gradient,
      double[] x,
      List<Slice> slices) {
    this.f = f;
    this.gradient = gradient;
    this.x = x.clone();
    this.slices = List.copyOf(slices);
  }

  @Override
  public List<String> names() {
    return slices.stream().map(Slice::name).toList();
  }

  @Override
  public List<int[]> axes() {
    return slices.stream().map(Slice::axes).toList();
  }

  @Override
  public double[][] point() {
    return split(x);
  }

  private double[][] split(double[] flat) {
    double[][] parts = new double[slices.size()][];
    int from = 0;
    for (int k = 0; k < parts.length; k++) {
      parts[k] = new double[slices.get(k).size()];
      System.arraycopy(flat, from, parts[k], 0, parts[k].length);
      from += parts[k].length;
    }
    return parts;
  }

  private double[] joined(double[][] parts) {
    double[] flat = new double[x.length];
    int from = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, flat, from, part.length);
      from += part.length;
    }
    return flat;
  }

  @Override
  public Sample at(double[][] at) {
    return new Sample(f.apply(joined(at)).clone(), 0);
  }

  @Override
  public Analytic gradient(double[] cotangent) {
    double[] g = gradient.apply(x.clone(), cotangent.clone()).clone();
    if (g.length != x.length) {
      throw new IllegalArgumentException(
          "gradcheck: the gradient has another length than the point: got "
              + g.length
              + ", expected "
              + x.length);
    }
    boolean[] reached = new boolean[slices.size()];
    Arrays.fill(reached, true);
    return new Analytic(split(g), reached);
  }

  @Override
  public @Nullable String spoils(double[] cotangent) {
    double[] point = x.clone();
    double[] g = cotangent.clone();
    double[] unused = gradient.apply(point, g);
    return Likeness.differ(g, cotangent) >= 0
        ? "the weights that it is given"
        : Likeness.differ(point, x) >= 0 ? "the point that it is given" : null;
  }

  /** The gradient as one rule. */
  @Override
  public @Nullable Audit audit(double[] cotangent, Settings settings) {
    if (!settings.audit()) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(settings.seed());
    boolean steady = settings.unsteadiness() == 0;
    RuleTrial.Finding found = new RuleTrial(this, cotangent, random, steady).run();
    List<Blame> findings = new ArrayList<>();
    if (found != null) {
      Slice slice = slices.get(found.input());
      findings.add(
          new Blame(
              "gradient",
              0,
              null,
              found.input(),
              slice.name(),
              Positions.text(slice.axes(), found.element()),
              Double.NaN,
              Double.NaN,
              List.of(found.fault()),
              0,
              List.of()));
    }
    Audit.Audited whole = new Audit.Audited("gradient", slices.size(), x.length, 0);
    return Audit.of(List.of(whole), findings, null);
  }

  /**
   * The inside is not known. Its values are taken to carry more roundings than a tape would have to
   * be trusted with, and what is made of an element first, an error of {@code ε} of the element.
   */
  @Override
  public Rounder rounder(List<double[]> cotangents) {
    double[] here = f.apply(x.clone());
    List<double[]> gradients = new ArrayList<>();
    for (double[] c : cotangents) {
      gradients.add(gradient.apply(x.clone(), c.clone()).clone());
    }
    double[] whole = new double[cotangents.size()];
    for (int c = 0; c < whole.length; c++) {
      double[] far = new double[here.length];
      Arrays.fill(far, Double.NaN);
      whole[c] = Tolerances.EPSILON * moved(far, here, cotangents.get(c));
    }
    return RoundingBound.rounder(
        whole,
        parts -> {
          double[] to = joined(parts);
          double[] there = f.apply(to.clone()).clone();
          double[] bounds = new double[cotangents.size()];
          for (int c = 0; c < bounds.length; c++) {
            bounds[c] =
                Tolerances.EPSILON
                    * (MORE_ROUNDINGS * moved(here, there, cotangents.get(c))
                        + moved(x, to, gradients.get(c)));
          }
          return new Careful(new Sample(there, 0), bounds);
        });
  }

  /** The sum of |weight · value| over what changed. */
  private static double moved(double[] from, double[] to, double[] weights) {
    double sum = 0;
    for (int i = 0; i < from.length && from.length == to.length; i++) {
      if (from[i] != to[i] && Double.isFinite(weights[i])) {
        double other = Double.isNaN(from[i]) ? 0 : Math.abs(from[i]);
        sum += Math.abs(weights[i]) * Math.max(other, Math.abs(to[i]));
      }
    }
    return sum;
  }
}
