package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** A whole training step: a small embedding network, and rows of a large table. */
public class TrainingStepBenchmark extends WorkloadBenchmark {

  @Param({
    "TRAINING_STEP 64×128×32×64",
    "TRAINING_STEP 784×256×64×128",
    "LOOKUP_STEP 100000×64×256"
  })
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
