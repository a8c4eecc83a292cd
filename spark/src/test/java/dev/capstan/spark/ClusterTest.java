package dev.capstan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.Layer;
import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.ops.Capstan;
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
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same hash on a cluster whose executors and driver are killed. */
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
    cluster.close();
  }

  @AfterEach
  void stop() {
    SparkSession.active().stop();
  }

  private static void say(String line) throws Exception {
    Files.writeString(LOG, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
    }
    String executors =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(1, 2), 2)
            .map(each -> Capstan.description())
            .first();
    say("executors: " + executors);
    assertTrue(executors.contains("vector kernels"), executors);
    assertEquals(
        List.of(),
        cluster.printedByExecutors().stream()
            .filter(line -> line.contains("capstan") && !line.contains("Command"))
            .filter(line -> !line.contains(" INFO ") && !line.startsWith("Spark Executor"))
            .toList());
  }

  /** Kills an executor while a step is run: some milliseconds after the one before. */
  private static final class Killer implements TrainingListener {
    private final Set<Long> steps;
    private final Set<Long> killed = new HashSet<>();
    private final List<Thread> killers = new ArrayList<>();

    Killer(Set<Long> steps) {
      this.steps = steps;
    }

    @Override
    public void stepped(StepReport report) {
      if (steps.contains(report.total())) {
        Thread killer = new Thread(() -> kill(report.total() + 1), "killer");
        killer.start();
        killers.add(killer);
      }
    }

    private void kill(long step) {
      try {
        TimeUnit.MILLISECONDS.sleep(15);
        for (ProcessHandle executor : cluster.executors()) {
          if (killed.add(executor.pid())) {
            boolean sent = executor.destroyForcibly();
            say("step " + step + ": SIGKILL to executor " + executor.pid() + ": " + sent);
            return;
          }
        }
        say("step " + step + ": no executor to kill");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
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

  @Test
  void executorsThatAreKilledOneAfterTheOtherHaveNoSay() throws Exception {
    SparkSession spark = cluster.session().getOrCreate();
    String expected = Examples.control(ClusterDriver.RECIPE, ROWS);
    Killer killer = new Killer(Set.of(15L, 30L));
    String hash =
        hash(
            Examples.trainer(ClusterDriver.RECIPE)
                .addListener(killer)
                .fit(Examples.rows(spark, ROWS, 9)));
    say("two executors killed: hash " + hash + ", without Spark: " + expected);
    assertEquals(2, killer.killed.size());
    assertEquals(expected, hash);
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
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
