package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Scripts;
import dev.capstan.benchmarks.report.Peers;
import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The peers that can be met: libraries for the JVM in a folder of jars each, because they bring
 * versions of one library that exclude each other; PyTorch and JAX in a Python that the user names.
 */
final class Opponents {
  static final String PYTORCH = "pytorch";
  static final String JAX = "jax";
  static final String ONE_THREAD = "one-thread";

  /** Met in every setting; the others only where nothing is forced. */
  private static final List<String> EVERYWHERE = List.of("libtorch", PYTORCH);

  private final Path folder;
  private final @Nullable String python;
  private final @Nullable Path script;
  private final @Nullable Path jax;

  /**
   * @param folder holds a folder for each library
   * @param python the interpreter; null for none
   */
  Opponents(Path folder, @Nullable String python) throws IOException {
    this.folder = folder;
    this.python = python;
    if (python == null) {
      this.script = null;
      this.jax = null;
    } else {
      Scripts scripts = new Scripts();
      this.script = scripts.get("peer.py");
      this.jax = scripts.get("jax_peer.py");
    }
  }

  /** Where {@code -Ppeers} puts them: beside the jar, or beside the classes. */
  static Path usualFolder() {
    return Installed.target().resolve("peers");
  }

  /** Those that a setting asks for, whether they are there or not. */
  static List<String> askedFor(Setting setting) {
    return Peers.ids().stream()
        .filter(
            id ->
                id.equals(ONE_THREAD)
                    ? setting == Setting.THREADS
                    : setting == Setting.VECTOR || EVERYWHERE.contains(id))
        .toList();
  }

  /** Why this peer cannot be met; empty if it seems to be there. */
  String missing(String id) {
    return switch (id) {
      case ONE_THREAD -> "";
      case PYTORCH, JAX -> python == null ? "no Python was named (--python=PATH)" : "";
      default ->
          jars(id).isEmpty() && !onClassPath(id)
              ? "not in " + folder.resolve(id) + " (build with -Ppeers)"
              : "";
    };
  }

  /** What the class path needs beyond our own. */
  List<Path> jars(String id) {
    try (Stream<Path> files = Files.list(folder.resolve(id))) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean onClassPath(String id) {
    return ServiceLoader.load(Peer.class).stream()
        .anyMatch(p -> p.type().getSimpleName().equalsIgnoreCase(id));
  }

  /** Starts the peer as a process of its own; empty for a library. */
  List<String> command(String id, Conditions conditions) {
    return switch (id) {
      case PYTORCH ->
          List.of(
              Objects.requireNonNull(python),
              Objects.requireNonNull(script).toString(),
              "--threads=" + conditions.setting().threads());
      case JAX -> List.of(Objects.requireNonNull(python), Objects.requireNonNull(jax).toString());
      case ONE_THREAD ->
          new ArrayList<>(conditions.java("dev.capstan.benchmarks.contest.Serve", 1, List.of()));
      default -> List.of();
    };
  }
}
