package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of a run's checkpoints, of which the last few are kept. As a listener it saves one every
 * so many steps, and one at the end.
 *
 * <pre>{@code
 * Checkpoints checkpoints = new Checkpoints(folder, checkpoint, 3, 100);
 * checkpoints.resume();
 * trainer.fit(loader, loss, progress, checkpoints);
 * }</pre>
 */
public final class Checkpoints implements TrainingListener {
  private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})\\.safetensors");
  private static final Pattern PART = Pattern.compile("\\.step-.*\\.(\\d{1,18})-[^.]*\\.part");

  private final Path folder;
  private final Checkpoint checkpoint;
  private final int keep;
  private final int every;
  private long lastSeen;
  private long lastSaved;

  /**
   * Makes the folder if need be.
   *
   * @param keep how many are kept
   * @param every after how many steps one is saved
   * @throws IOException if nothing can be written there
   */
  public Checkpoints(Path folder, Checkpoint checkpoint, int keep, int every) throws IOException {
    requireNonNull(folder, "folder");
    requireNonNull(checkpoint, "checkpoint");
    if (keep < 1 || every < 1) {
      throw new IllegalArgumentException(
          "checkpoints: got "
              + keep
              + " to keep, one every "
              + every
              + " steps, expected 1 or more");
    }
    WholeFile.requireWritableFolder(folder);
    this.folder = folder;
    this.checkpoint = checkpoint;
    this.keep = keep;
    this.every = every;
  }

  /** Those that there are, the newest first. */
  public List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAME.matcher(name(file)).matches())
          .sorted(Comparator.comparingLong(Checkpoints::step).reversed())
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static long step(Path file) {
    Matcher name = NAME.matcher(name(file));
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  /**
   * Brings everything to the newest checkpoint.
   *
   * @return its file; nothing if there is none, and then nothing was changed
   * @throws IOException if the newest is damaged or of another run; delete it to go on from the one
   *     before
   */
  public Optional<Path> resume() throws IOException {
    Optional<Path> newest = newest();
    if (newest.isPresent()) {
      checkpoint.restore(read(newest.get()), newest.get().toString());
      lastSeen = step(newest.get());
      lastSaved = lastSeen;
    }
    return newest;
  }

  /**
   * What the newest checkpoint holds; nothing if there is none.
   *
   * @throws IOException if it is damaged, saying which one is before it
   */
  public Optional<State> state() throws IOException {
    Optional<Path> newest = newest();
    return newest.isPresent() ? Optional.of(read(newest.get())) : Optional.empty();
  }

  private Optional<Path> newest() throws IOException {
    return all().stream().findFirst();
  }

  private State read(Path newest) throws IOException {
    try {
      return Checkpoint.read(newest);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + remedy(all()), e);
    }
  }

  private static String remedy(List<Path> all) {
    return all.size() < 2
        ? "; delete it to begin anew"
        : "; delete it to go on from " + name(all.get(1));
  }

  /** Saves one, and deletes those that are too many, and what killed processes left. */
  public Path save(long step) throws IOException {
    Path file = folder.resolve(String.format("step-%09d.safetensors", step));
    checkpoint.save(file);
    lastSaved = step;
    for (Path old : all().stream().skip(keep).toList()) {
      Files.deleteIfExists(old);
    }
    deleteLeftovers();
    return file;
  }

  private void deleteLeftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher part = PART.matcher(name(file));
        if (part.matches() && ProcessHandle.of(Long.parseLong(part.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void stepped(StepReport report) {
    lastSeen = report.total();
    if (lastSeen % every == 0) {
      saveNow();
    }
  }

  @Override
  public void ended() {
    if (lastSeen > lastSaved) {
      saveNow();
    }
  }

  private void saveNow() {
    try {
      save(lastSeen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
