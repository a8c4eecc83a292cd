package dev.capstan.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(900)
final class CheckpointTest {
  @TempDir private Path folder = Path.of("");

  private static String uninterrupted() {
    Resumable run = new Resumable();
    run.fit();
    return run.result();
  }

  /** Ends a run after so many steps. */
  private record After(long steps) implements TrainingListener {
    @Override
    public boolean goOn(StepReport report) {
      return report.total() < steps;
    }
  }

  @Test
  void aRunThatIsStoppedAnywhereGoesOnToTheSameBits() throws IOException {
    String expected = uninterrupted();
    for (long[] stops : new long[][] {{1}, {7, 30}, {5, 10, 15}, {59}}) {
      Path file = folder.resolve("checkpoint");
      Resumable run = new Resumable();
      for (long stop : stops) {
        run.fit(new After(stop));
        assertEquals(stop, run.progress().total());
        run.checkpoint().save(file);
        run = new Resumable();
        run.checkpoint().restore(file);
      }
      run.fit();
      assertEquals(expected, run.result());
    }
  }

  /** Killed without warning, or asked to end, a few times; a hundred times if thorough. */
  @Test
  void aProcessThatIsKilledGoesOnToTheSameBits() throws Exception {
    String expected = uninterrupted();
    RandomStream random = new RandomStream(Long.getLong("capstan.seed", 1));
    int kills = Boolean.getBoolean("capstan.thorough") ? 100 : 3;
    Path result = folder.resolve("result");
    for (int kill = 0; kill < kills; kill++) {
      Process process = start(30);
      long newest = newest();
      while (newest() == newest && process.isAlive()) {
        Thread.sleep(10);
      }
      Thread.sleep(random.nextInt(60));
      if (kill % 3 == 2) {
        process.destroy();
      } else {
        process.destroyForcibly();
      }
      process.waitFor();
      if (Files.deleteIfExists(result)) { // it came to its end: the next begins anew
        for (Path file : files()) {
          Files.delete(file);
        }
      }
    }
    assertEquals(0, start(0).waitFor());
    assertEquals(expected, Files.readString(result));
    assertTrue(files().size() <= 2, "no more than are kept, and no parts: " + files());
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder.resolve("checkpoints"))) {
      return all.toList();
    }
  }

  private long newest() throws IOException {
    if (!Files.exists(folder.resolve("checkpoints"))) {
      return 0;
    }
    return files().stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> name.startsWith("step-"))
        .mapToLong(name -> Long.parseLong(name.substring(5, 14)))
        .max()
        .orElse(0);
  }

  private Process start(int wait) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    String kernels = System.getProperty("capstan.kernels", "scalar");
    if (kernels.equals("vector")) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.add("-Dcapstan.kernels=" + kernels);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Resumable.class.getName(), folder.toString(), Integer.toString(wait)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  // --- what is refused
  // ----------------------------------------------------------------------------

  private static String refusal(Checkpoint checkpoint, Path file) {
    return String.valueOf(
        assertThrows(IOException.class, () -> checkpoint.restore(file)).getMessage());
  }

  @Test
  void aForeignOrDamagedFileChangesNothing() throws IOException {
    Path file = folder.resolve("checkpoint");
    Resumable run = new Resumable();
    run.fit(new After(9));
    run.checkpoint().save(file);
    byte[] whole = Files.readAllBytes(file);
    Resumable other = new Resumable();
    Map<String, Tensor> weights = other.model().weights();

    for (int at = 0; at < whole.length; at += 97) {
      byte[] spoilt = whole.clone();
      spoilt[at] ^= 1;
      Files.write(file, spoilt);
      assertThrows(IOException.class, () -> other.checkpoint().restore(file), "byte " + at);
    }
    Safetensors.save(other.model(), file);
    assertEquals(file + ": no checkpoint, but other tensors", refusal(other.checkpoint(), file));
    Linear small = new Linear(2, 2, new RandomStream(1));
    Checkpoint.of(small).with("optimizer", new Sgd(small, 0.1)).save(file);
    assertTrue(
        refusal(other.checkpoint(), file)
            .contains(": not a checkpoint of this run: load: missing"));
    assertEquals(0, other.progress().total());
    weights.forEach((name, t) -> assertEquals(t, other.model().weights().get(name)));
  }

  @Test
  void aPartThatFailsBringsTheOthersBack() throws IOException {
    Path file = folder.resolve("checkpoint");
    Linear model = new Linear(2, 2, new RandomStream(1));
    Linear twin = new Linear(2, 2, new RandomStream(2));
    Sgd sgd = new Sgd(model, Sgd.Options.of(0.1).withMomentum(0.9));
    sgd.step(() -> model.weight().value().add(model.bias().value()).square().sum());
    Checkpoint.of(model).with("optimizer", sgd).save(file);
    double[] weights = twin.weight().value().toArray();
    Sgd half = new Sgd(List.<Parameter>of(twin.weight()), Sgd.Options.of(0.1).withMomentum(0.9));

    assertTrue(
        refusal(Checkpoint.of(twin).with("optimizer", half), file)
            .endsWith(
                "restore: got the state of 2 parameters and tables, expected 1: it is of another"
                    + " model"));
    assertTrue(
        refusal(Checkpoint.of(twin).with("sampler", new RandomStream(1)), file)
            .endsWith("it has no part 'sampler'"));
    assertArrayEquals(weights, twin.weight().value().toArray());
  }

  @Test
  void theLastFewAreKeptAndTheNewestIsTaken() throws IOException {
    Resumable run = new Resumable();
    Checkpoints checkpoints = new Checkpoints(folder.resolve("c"), run.checkpoint(), 2, 4);
    assertEquals(Optional.empty(), checkpoints.resume());
    Files.createFile(folder.resolve("c").resolve(".step-1.safetensors.99999999-x.part"));

    run.fit(new After(13), checkpoints);

    assertEquals(
        List.of("step-000000013.safetensors", "step-000000012.safetensors"),
        checkpoints.all().stream().map(f -> String.valueOf(f.getFileName())).toList());
    try (var files = Files.list(folder.resolve("c"))) {
      assertEquals(2, files.count());
    }
    Resumable other = new Resumable();
    Checkpoints again = new Checkpoints(folder.resolve("c"), other.checkpoint(), 2, 4);
    assertEquals(checkpoints.all().get(0), again.resume().orElseThrow());
    assertEquals(13, other.progress().total());
  }
}
