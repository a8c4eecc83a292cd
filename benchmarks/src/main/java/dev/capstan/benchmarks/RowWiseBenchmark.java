package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Functions of a row. */
public class RowWiseBenchmark extends WorkloadBenchmark {

  @Param({"SOFTMAX 10×100", "SOFTMAX 10000×100", "LAYER_NORM 10×100", "LAYER_NORM 10000×100"})
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
