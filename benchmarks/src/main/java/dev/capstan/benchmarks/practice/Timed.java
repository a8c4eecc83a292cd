package dev.capstan.benchmarks.practice;

import java.util.Arrays;

/** Times of one thing, in turns with another; what disturbs a machine makes some of them longer. */
record Timed(double[] all) {
  Timed {
    all = all.clone();
    Arrays.sort(all);
  }

  double least() {
    return all[0];
  }

  double median() {
    return quantile(0.5);
  }

  double quantile(double share) {
    return all[(int) Math.min(all.length - 1, Math.floor(share * all.length))];
  }
}
