package dev.capstan.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products of square matrices, and with either of them transposed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dcapstan.threads=1"})
public class MatmulBenchmark {

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

  @Param({"FLOAT32", "FLOAT64"})
  String dtype = "";

  private @Nullable Task task;

  @Setup
  public void prepare() {
    task = CapstanTasks.prepare(Workload.named(workload, dtype));
  }

  @Benchmark
  public Object run() {
    return Objects.requireNonNull(task).run();
  }
}
