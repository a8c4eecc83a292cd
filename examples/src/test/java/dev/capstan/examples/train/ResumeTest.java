package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.nn.RandomStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * A command that is killed and given again ends at the bits of one that was left alone: its last
 * checkpoint, which holds all that a run is made of, is the same file.
 */
final class ResumeTest {
  @TempDir private Path folder = Path.of("");

  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    return line.execute(words);
  }

  private String[] command(String what, String into) {
    List<String> words = new ArrayList<>(List.of(what.replace("@", folder + "/").split(" ", -1)));
    words.addAll(List.of("--resume", folder.resolve(into).toString()));
    words.addAll(List.of("--report", folder.resolve("report-" + into).toString()));
    return words.toArray(String[]::new);
  }

  private List<Path> checkpoints(String in) throws IOException {
    Path kept = folder.resolve(in);
    if (!Files.exists(kept)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kept)) {
      return files
          .filter(f -> String.valueOf(f.getFileName()).matches("step-\\d+\\.safetensors"))
          .sorted()
          .toList();
    }
  }

  /** Killed without warning at random moments a few times; a hundred times if thorough. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train digits --epochs 10 --checkpoint-every 1 --schedule cosine --loss proxy-anchor",
        "train text --file @texts.csv --label kind --epochs 25 --checkpoint-every 1"
      })
  void aKilledRunEndsAtTheSameBits(String what) throws Exception {
    TrainTextTest.writeTexts(folder.resolve("texts.csv"));
    assertEquals(0, run(command(what, "whole")), err::toString);
    List<Path> whole = checkpoints("whole");
    RandomStream random = new RandomStream(Long.getLong("capstan.seed", 1));
    int kills = Boolean.getBoolean("capstan.thorough") ? 100 : 2;
    for (int kill = 0; kill < kills; kill++) {
      killed(command(what, "parts"), random.nextInt(150));
    }
    assertEquals(0, run(command(what, "parts")), err::toString);

    List<Path> parts = checkpoints("parts");
    Path last = whole.get(whole.size() - 1);
    assertArrayEquals(Files.readAllBytes(last), Files.readAllBytes(parts.get(parts.size() - 1)));
    assertTrue(parts.size() <= 3, () -> "kept: " + parts);
    for (String history : List.of("history.csv", "history.jsonl")) {
      assertEquals(
          Files.readString(folder.resolve("report-whole").resolve(history)),
          Files.readString(folder.resolve("report-parts").resolve(history)));
    }
  }

  /** Once it has saved something more, and a moment later. */
  private void killed(String[] words, int moment) throws Exception {
    List<Path> before = checkpoints("parts");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dcapstan.kernels=scalar");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (checkpoints("parts").equals(before) && process.isAlive()) {
      Thread.sleep(5);
    }
    Thread.sleep(moment);
    process.destroyForcibly().waitFor();
    if (process.exitValue() == 0) { // it came to its end: the next begins anew
      for (Path file : checkpoints("parts")) {
        Files.delete(file);
      }
    }
  }

  @Test
  void whatIsOfAnotherRunIsNotGoneOnFrom() {
    assertEquals(0, run(command("train wine --epochs 2", "run")), err::toString);
    assertEquals(1, run(command("train wine --epochs 2 --loss n-pairs", "run")));
    assertTrue(
        err.toString().contains("cannot go on: it is of another run of 'java -jar"), err::toString);
  }

  @Test
  void anOptionWithoutEffectIsRefused() {
    assertEquals(2, run("train", "wine", "--checkpoint-every", "3"));
    assertTrue(err.toString().contains("has no effect without --resume"), err::toString);
    assertEquals(2, run("train", "wine", "--optimizer", "adm"));
    assertTrue(err.toString().contains("adam"), err::toString);
    assertEquals(2, run("train", "wine", "--schedule", "cosin"));
    assertTrue(err.toString().contains("cosine"), err::toString);
  }

  /** All the optimizers and schedules go on after a stop, in one process. */
  @Test
  void everyOptimizerAndScheduleGoesOn() throws IOException {
    List<String> optimizers = Optimization.names();
    List<String> schedules = Pace.Schedule.names();
    for (int i = 0; i < schedules.size(); i++) {
      String name = optimizers.get(i % optimizers.size()) + "-" + schedules.get(i);
      Settings settings =
          new Settings(
              Source.WINE.about(),
              Protocol.CLOSED,
              Criterion.ARC_FACE,
              new Recipe(8, 4, 24),
              0.01,
              Objects.requireNonNull(Optimization.of(optimizers.get(i % optimizers.size()))),
              Objects.requireNonNull(Pace.Schedule.of(schedules.get(i))),
              0,
              3,
              1);
      Split split = Source.WINE.load(Protocol.CLOSED, Source.MNIST_FOLDER);
      Outcome whole = Experiment.run(settings, split, Progress.silent());
      RunFolder kept = new RunFolder(Optional.of(folder.resolve(name)), 1);
      int[] asked = {0};
      Outcome part =
          Experiment.run(settings, split, Progress.silent(), () -> ++asked[0] == 11, kept);
      assertEquals(10, part.epochs(), name); // the eleventh has one step, and no end
      Outcome rest = Experiment.run(settings, split, Progress.silent(), () -> false, kept);

      assertArrayEquals(whole.after().toFloatArray(), rest.after().toFloatArray(), name);
      assertEquals(whole.lossHistory(), rest.lossHistory(), name);
      assertEquals(whole.recallHistory(), rest.recallHistory(), name);
    }
  }

  /** The mined rows go on after a stop in the middle of an epoch of three steps, and at its end. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10})
  void hardNegativesGoOn(int steps) throws IOException {
    Settings settings =
        new Settings(
            Source.WINE.about(),
            Protocol.CLOSED,
            Criterion.TRIPLET_SEMI_HARD,
            new Recipe(8, 4, 6),
            0.01,
            Optimization.ADAM,
            Pace.Schedule.CONSTANT,
            5,
            3,
            1);
    Split split = Source.WINE.load(Protocol.CLOSED, Source.MNIST_FOLDER);
    Outcome whole = Experiment.run(settings, split, Progress.silent());
    RunFolder kept = new RunFolder(Optional.of(folder.resolve("hard")), 1);
    int[] asked = {0};
    Experiment.run(settings, split, Progress.silent(), () -> ++asked[0] == steps, kept);
    Outcome rest = Experiment.run(settings, split, Progress.silent(), () -> false, kept);
    assertArrayEquals(whole.after().toFloatArray(), rest.after().toFloatArray());
    assertEquals(whole.lossHistory(), rest.lossHistory());
  }
}
