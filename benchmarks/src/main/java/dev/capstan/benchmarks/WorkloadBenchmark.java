package dev.capstan.benchmarks;

import dev.capstan.benchmarks.workload.CapstanTasks;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
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

/** What all our JMH classes share; each of them names its workloads. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dcapstan.threads=1"})
public abstract class WorkloadBenchmark {

  @Param({"FLOAT32", "FLOAT64"})
  String dtype = "";

  private @Nullable Task task;

  /** The name of the workload that is to be timed. */
  abstract String workload();

  @Setup
  public void prepare() {
    task = CapstanTasks.prepare(Workload.named(workload(), DType.valueOf(dtype)));
  }

  @Benchmark
  public Object run() {
    return Objects.requireNonNull(task).run();
  }
}
