package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Many small operations: what a node costs. */
public class ChainBenchmark extends WorkloadBenchmark {

  @Param({"SCALAR_CHAIN 1000", "VECTOR_CHAIN 100×256"})
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
