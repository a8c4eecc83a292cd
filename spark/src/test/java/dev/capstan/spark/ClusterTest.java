package dev.capstan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.lucene.HnswIndex;
import dev.capstan.nn.Layer;
import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.ops.Capstan;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same hash on a cluster, of one worker on scalar kernels and one on vectors, whose executors
 * and driver are killed.
 */
final class ClusterTest {
  private static final int ROWS = ClusterDriver.ROWS;
  private static final Path LOG = Path.of("target", "cluster-test.log");

  @TempDir
  @SuppressWarnings("NullAway.Init") // before all tests
  private static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static LoopbackCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new LoopbackCluster(folder);
    say("JDK " + Runtime.version() + ", a master and two workers on 127.0.0.1");
  }

  @AfterAll
  static void end() {
    if (cluster != null) { // it did start
      cluster.close();
    }
  }

  @AfterEach
  void stop() {
    SparkSession.active().stop();
  }

  private static void say(String line) throws Exception {
    Files.writeString(LOG, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void sayUnchecked(String line) {
    try {
      say(line);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(CapstanEmbedder embedder) {
    return Examples.hash(embedder.model());
  }

  @Test
  void partitionsHaveNoSay() throws Exception {
    SparkSession spark = cluster.session().getOrCreate();
    for (Negatives negatives : Negatives.values()) {
      ShardRecipe recipe = new ShardRecipe(8, 16, negatives, 6, 7);
      String expected = Examples.control(recipe, ROWS);
      for (int partitions : new int[] {1, 2, 3, 4, 8}) {
        String hash =
            hash(
                Examples.trainer(recipe)
                    .setPartitions(partitions)
                    .fit(Examples.rows(spark, ROWS, partitions)));
        say(negatives + ", " + partitions + " partitions: hash " + hash);
        assertEquals(expected, hash, negatives + " in " + partitions + " partitions");
      }
      say(negatives + ", without Spark: hash " + expected);
      assertDocumented(expected);
    }
    List<String> executors =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(1, 2, 3, 4), 4)
            .map(
                each -> {
                  TimeUnit.MILLISECONDS.sleep(300); // so that both get some
                  return Capstan.description();
                })
            .collect()
            .stream()
            .distinct()
            .sorted()
            .toList();
    executors.forEach(each -> sayUnchecked("executor: " + each));
    assertEquals(2, executors.size(), executors.toString());
    assertTrue(executors.get(0).contains("scalar kernels"), executors.toString());
    assertTrue(executors.get(1).contains("vector kernels"), executors.toString());
    assertEquals(
        List.of(),
        cluster.printedByExecutors().stream()
            .filter(line -> line.contains("capstan") && !line.contains("Command"))
            .filter(line -> !line.contains(" INFO ") && !line.startsWith("Spark Executor"))
            .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
            .toList());
  }

  /**
   * Kills executors in the middle of a task, at steps that are given: first one, then another of
   * those that the run began with.
   */
  private static final class Killer implements TrainingListener {
    private final Set<Long> steps;
    private final Path trap;
    private final Set<Long> first = new HashSet<>();
    private final List<Long> killed = new ArrayList<>();
    private final List<Thread> killers = new ArrayList<>();

    Killer(Set<Long> steps, Path trap) {
      this.steps = steps;
      this.trap = trap;
    }

    @Override
    public void stepped(StepReport report) {
      if (!steps.contains(report.total())) {
        return;
      }
      if (first.isEmpty()) {
        cluster.executors().forEach(each -> first.add(each.pid()));
      }
      try {
        TrappedNet.arm(trap);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread killer = new Thread(() -> kill(report.total() + 1), "killer");
      killer.start();
      killers.add(killer);
    }

    private void kill(long step) {
      try {
        for (int i = 0; i < 6000; i++) {
          for (ProcessHandle executor : cluster.executors()) {
            long pid = executor.pid();
            if (first.contains(pid) && !killed.contains(pid) && caught().contains(pid)) {
              executor.destroyForcibly();
              executor.onExit().join();
              killed.add(pid);
              say("step " + step + ": SIGKILL to executor " + pid + " in the middle of a task");
              TrappedNet.disarm(trap);
              return;
            }
          }
          TimeUnit.MILLISECONDS.sleep(10);
        }
        TrappedNet.disarm(trap);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private List<Long> caught() throws IOException {
      return TrappedNet.caught(trap);
    }

    @Override
    public void ended() {
      for (Thread each : killers) {
        try {
          each.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static SparkSession.Builder trapped(Path trap) {
    return cluster
        .session()
        .config("spark.executor.extraJavaOptions", "-D" + TrappedNet.PROPERTY + "=" + trap);
  }

  @Test
  void executorsThatAreKilledOneAfterTheOtherHaveNoSay(@TempDir Path trap) throws Exception {
    SparkSession spark = trapped(trap).getOrCreate();
    String expected = Examples.control(ClusterDriver.RECIPE, ROWS);
    Killer killer = new Killer(Set.of(15L, 30L), trap);
    String hash =
        hash(
            Examples.trainer(ClusterDriver.RECIPE)
                .setArchitecture(TrappedNet.class)
                .addListener(killer)
                .fit(Examples.rows(spark, ROWS, 9)));
    say("two executors killed: hash " + hash + ", without Spark: " + expected);
    assertEquals(2, killer.killed.size());
    assertEquals(expected, hash);
    assertDocumented(expected);
  }

  /** One result: the page shows what comes out on every JDK. */
  private static void assertDocumented(String hash) throws Exception {
    String page = Files.readString(Path.of("../docs/spark.md"));
    assertTrue(page.contains("hash " + hash), "docs/spark.md does not show hash " + hash);
  }

  @Test
  void anExecutorThatIsKilledWithoutASecondTryEndsTheJob(@TempDir Path trap) throws Exception {
    SparkSession spark = trapped(trap).config("spark.task.maxFailures", "1").getOrCreate();
    CapstanTrainer trainer =
        Examples.trainer(ClusterDriver.RECIPE)
            .setArchitecture(TrappedNet.class)
            .addListener(new Killer(Set.of(15L), trap));
    Exception lost =
        assertThrows(Exception.class, () -> trainer.fit(Examples.rows(spark, ROWS, 9)));
    String message = String.valueOf(lost.getMessage());
    say(
        "spark.task.maxFailures=1, an executor killed: "
            + message.lines().findFirst().orElse("").trim());
    assertTrue(message.contains("ExecutorLostFailure"), message);
    assertEquals(ROWS, Examples.rows(spark, ROWS, 1).repartition(4).count());
  }

  /** A net that the driver can make, and no task. */
  public static final class OnDriverAlone implements Supplier<Layer> {
    @Override
    public Layer get() {
      if (TaskContext.get() != null) {
        throw new IllegalStateException("not on an executor");
      }
      return new ProductNet().get();
    }
  }

  @Test
  void aTaskThatFailsWithoutASecondTryEndsTheJobAndLeavesTheSessionOfUse() throws Exception {
    SparkSession spark = cluster.session().config("spark.task.maxFailures", "1").getOrCreate();
    Exception lost =
        assertThrows(
            Exception.class,
            () ->
                Examples.trainer(ClusterDriver.RECIPE)
                    .setArchitecture(OnDriverAlone.class)
                    .fit(Examples.rows(spark, ROWS, 9)));
    String message = String.valueOf(lost.getMessage());
    say("spark.task.maxFailures=1: " + message.lines().findFirst().orElse(""));
    assertTrue(message.contains("failed 1 times"), message);
    assertTrue(message.contains("not on an executor"), message);
    assertEquals(ROWS, Examples.rows(spark, ROWS, 1).count());
  }

  @Test
  void anIndexIsMadeByTheTasksOfACluster(@TempDir Path own) throws Exception {
    SparkSession spark = cluster.session().getOrCreate();
    Dataset<Row> embedded =
        CapstanEmbedder.of(ProductNet.class, new ProductNet().get())
            .transform(Examples.rows(spark, ROWS, 3));
    String folder = own.resolve("index").toString();
    assertEquals(ROWS, new CapstanIndexer().write(embedded.repartition(3), folder));
    try (HnswIndex index = HnswIndex.open(own.resolve("index"))) {
      Tensor first = new ProductNet().get().apply(Tensor.of(Examples.features(1)));
      assertEquals("1000000", index.search(first.toFloatArray(), 1).get(0).id());
    }
  }

  @Test
  void aDriverThatIsKilledGoesOnFromItsCheckpoint(@TempDir Path own) throws Exception {
    SparkSession ours = LocalSpark.start(); // for @AfterEach alone
    assertFalse(ours.sparkContext().isStopped());
    Path checkpoints = own.resolve("run");
    Process first =
        cluster.program(
            ClusterDriver.class, own.resolve("first.log"), checkpoints.toUri().toString());
    boolean reached = false;
    for (int i = 0; i < 6000 && first.isAlive() && !reached; i++) {
      TimeUnit.MILLISECONDS.sleep(20);
      reached = Files.isDirectory(checkpoints) && has(checkpoints, 15);
    }
    assertTrue(reached, () -> read(own.resolve("first.log")));
    first.destroyForcibly();
    assertEquals(137, first.waitFor()); // 128 + SIGKILL
    Process second =
        cluster.program(
            ClusterDriver.class, own.resolve("second.log"), checkpoints.toUri().toString());
    assertTrue(second.waitFor(5, TimeUnit.MINUTES));
    String said = read(own.resolve("second.log"));
    String expected = Examples.control(ClusterDriver.RECIPE, ROWS);
    say(
        "driver killed after step 15 and started again: "
            + said.lines().filter(line -> line.startsWith("hash ")).toList()
            + ", without Spark: "
            + expected);
    assertTrue(said.contains("hash " + expected), said);
  }

  private static boolean has(Path checkpoints, int step) throws Exception {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(
          f -> f.getFileName().toString().equals("step-00000000" + step + ".safetensors"));
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
