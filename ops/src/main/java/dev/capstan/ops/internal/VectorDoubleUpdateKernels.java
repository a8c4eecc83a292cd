package dev.capstan.ops.internal;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link UpdateKernels} on the Vector API; the same bits as without. Numbers become
 * vectors before the loops: there JDK 17 made an object of each at times.
 */
final class VectorDoubleUpdateKernels extends DoubleUpdateKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorDoubleUpdateKernels() {}

  /** What the vectors left over. */
  private static Stretch<double[]> rest(Stretch<double[]> s, int done) {
    return new Stretch<>(s.x(), s.out(), s.at() + done, s.dx(), s.from() + done, s.n() - done);
  }

  @Override
  void descend(Stretch<double[]> s, double rate, double decay) {
    double[] x = s.x();
    double[] out = s.out();
    double[] dx = s.dx();
    DoubleVector rates = broadcast(SPECIES, rate);
    DoubleVector decays = broadcast(SPECIES, decay);
    int full = SPECIES.loopBound(s.n());
    for (int i = 0; i < full; i += LANES) {
      DoubleVector w = fromArray(SPECIES, x, s.at() + i);
      DoubleVector d = fromArray(SPECIES, dx, s.from() + i).add(w.mul(decays));
      w.sub(d.mul(rates)).intoArray(out, s.at() + i);
    }
    super.descend(rest(s, full), rate, decay);
  }

  @Override
  void adamPart(Stretch<double[]> s, double[] first, double[] second, Adam step) {
    DoubleVector rate = broadcast(SPECIES, /*narrow*/ step.rate());
    DoubleVector keep1 = broadcast(SPECIES, /*narrow*/ step.beta1());
    DoubleVector take1 = broadcast(SPECIES, /*narrow*/ (1 - step.beta1()));
    DoubleVector keep2 = broadcast(SPECIES, /*narrow*/ step.beta2());
    DoubleVector take2 = broadcast(SPECIES, /*narrow*/ (1 - step.beta2()));
    DoubleVector scale = broadcast(SPECIES, /*narrow*/ step.unbias());
    double epsilon = /*narrow*/ step.epsilon();
    DoubleVector eps = broadcast(SPECIES, epsilon);
    DoubleVector decay = broadcast(SPECIES, /*narrow*/ step.decay());
    DoubleVector stay = broadcast(SPECIES, /*narrow*/ step.keep());
    DoubleVector rounding = broadcast(SPECIES, rounding(epsilon));
    double[] x = s.x();
    double[] out = s.out();
    double[] dx = s.dx();
    int full = SPECIES.loopBound(s.n());
    int back = s.from() - s.at();
    for (int i = s.at(); i < s.at() + full; i += LANES) {
      DoubleVector w = fromArray(SPECIES, x, i);
      DoubleVector d = fromArray(SPECIES, dx, i + back).add(w.mul(decay));
      DoubleVector m = fromArray(SPECIES, first, i).mul(keep1).add(d.mul(take1));
      m = m.add(rounding).sub(rounding);
      DoubleVector v = fromArray(SPECIES, second, i).mul(keep2).add(d.mul(take2).mul(d));
      v = v.add(rounding).sub(rounding);
      m.intoArray(first, i);
      v.intoArray(second, i);
      w.mul(stay).sub(m.mul(rate).div(v.mul(scale).sqrt().add(eps))).intoArray(out, i);
    }
    super.adamPart(rest(s, full), first, second, step);
  }
}
