package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** One pass over an array. */
public class ElementwiseBenchmark extends WorkloadBenchmark {

  @Param({
    "ADD 1000",
    "ADD 1000000",
    "EXP 1000",
    "EXP 1000000",
    "TANH 1000",
    "TANH 1000000",
    "SUM 1000",
    "SUM 1000000",
    "MAX 1000",
    "MAX 1000000"
  })
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
