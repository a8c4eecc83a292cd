package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The multi-margin loss. */
public class MultiMarginBenchmark extends WorkloadBenchmark {

  @Param({"MULTI_MARGIN 128×10", "MULTI_MARGIN 4096×1000"})
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
