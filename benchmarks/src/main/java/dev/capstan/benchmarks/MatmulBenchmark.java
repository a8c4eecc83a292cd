package dev.capstan.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Products of square matrices, and with either of them transposed. */
public class MatmulBenchmark extends WorkloadBenchmark {

  @Param({
    "MATMUL 64",
    "MATMUL 128",
    "MATMUL 256",
    "MATMUL 512",
    "MATMUL 1024",
    "MATMUL_AT 64",
    "MATMUL_AT 128",
    "MATMUL_AT 256",
    "MATMUL_AT 512",
    "MATMUL_AT 1024",
    "MATMUL_BT 64",
    "MATMUL_BT 128",
    "MATMUL_BT 256",
    "MATMUL_BT 512",
    "MATMUL_BT 1024"
  })
  String workload = "";

  @Override
  String workload() {
    return workload;
  }
}
