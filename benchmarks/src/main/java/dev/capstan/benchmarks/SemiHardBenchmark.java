package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The semi-hard triplet loss: distances, mining, gradient. */
public class SemiHardBenchmark extends WorkloadBenchmark {

  @Param({"SEMI_HARD 128×64", "SEMI_HARD 1024×64"})
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
