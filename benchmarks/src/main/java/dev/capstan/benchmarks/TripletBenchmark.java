package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The triplet margin loss, as the library has it and as a user writes it. */
public class TripletBenchmark extends WorkloadBenchmark {

  @Param({
    "TRIPLET 100×128",
    "TRIPLET 4096×128",
    "TRIPLET_BY_HAND 100×128",
    "TRIPLET_BY_HAND 4096×128",
    "TRIPLET_STEP 100×128",
    "TRIPLET_STEP 4096×128"
  })
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
