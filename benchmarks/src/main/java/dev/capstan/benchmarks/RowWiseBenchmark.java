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

/** Functions of a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dcapstan.threads=1"})
public class RowWiseBenchmark {

  @Param({"SOFTMAX 10×100", "SOFTMAX 10000×100", "LAYER_NORM 10×100", "LAYER_NORM 10000×100"})
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
