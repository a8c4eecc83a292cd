package dev.capstan.spark;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * README's net with a trap in front: on executors whose property names a folder, a task stops in
 * the middle of its work while there is a file {@code armed} in it, and says who it is.
 */
public final class TrappedNet implements Supplier<Layer> {
  static final String PROPERTY = "capstan.test.trap";

  private static final String ARMED = "armed";

  @Override
  public Layer get() {
    SplittableRandom random = new SplittableRandom(7);
    return new Sequential(
        new Trap(),
        new Linear(64, 128, random),
        Activation.relu(),
        new Linear(128, 32, random),
        new L2Normalize());
  }

  static void arm(Path folder) throws IOException {
    Files.writeString(folder.resolve(ARMED), "");
  }

  /** Lets go whoever is caught. */
  static void disarm(Path folder) throws IOException {
    Files.delete(folder.resolve(ARMED));
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }

  /** The processes that are caught. */
  static List<Long> caught(Path folder) throws IOException {
    return files(folder).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> !name.equals(ARMED))
        .map(Long::valueOf)
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Lets through what comes. */
  private static final class Trap extends Layer {
    @Override
    public Tensor apply(Tensor x) {
      String folder = System.getProperty(PROPERTY);
      try {
        if (folder != null && Files.exists(Path.of(folder, ARMED))) {
          Files.writeString(Path.of(folder, "" + ProcessHandle.current().pid()), "");
          while (Files.exists(Path.of(folder, ARMED))) {
            Thread.sleep(5);
          }
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return x;
    }

    @Override
    protected Trap copy(Replication copies) {
      return new Trap();
    }
  }
}
