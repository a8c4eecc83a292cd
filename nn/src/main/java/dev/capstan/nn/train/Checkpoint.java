package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.io.Checksum;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a run needs to go on as if it had not stopped, in one file: weights and random
 * streams of the model, and whatever else is {@link Stateful}.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.of(model)
 *     .with("optimizer", adam).with("schedule", scheduler).with("sampler", sampler)
 *     .with("progress", progress);
 * checkpoint.save(file);
 * checkpoint.restore(file);
 * }</pre>
 *
 * <p>The file is a safetensors file, whole or not at all: tensors are named {@code model.…} and
 * {@code optimizer.…}, all else is text in its metadata, with a checksum over everything. Restoring
 * takes over all or nothing.
 */
public final class Checkpoint {
  private static final String FORMAT = "capstan.checkpoint";
  private static final String VERSION = "1";
  private static final String CHECKSUM = "capstan.checksum";
  private static final String MODEL = "model";
  private static final String STREAMS = "streams";

  private final Map<String, Stateful> parts;

  private Checkpoint(Map<String, Stateful> parts) {
    this.parts = parts;
  }

  /** Of a model, which may be the only part. */
  public static Checkpoint of(NeuralModule model) {
    requireNonNull(model, "model");
    Map<String, Stateful> parts = new LinkedHashMap<>();
    parts.put(MODEL, new Weights(model));
    return new Checkpoint(parts);
  }

  /** With a part more. */
  public Checkpoint with(String name, Stateful part) {
    requireNonNull(part, "part");
    if (name.isEmpty() || name.indexOf('.') >= 0 || parts.containsKey(name)) {
      throw new IllegalArgumentException(
          "checkpoint: name '" + name + "': expected one that is new, not empty and without a dot");
    }
    Map<String, Stateful> more = new LinkedHashMap<>(parts);
    more.put(name, part);
    return new Checkpoint(more);
  }

  /** A model as a part: what is loaded by path, and the places of its random streams. */
  private record Weights(NeuralModule model) implements Stateful {
    @Override
    public State state() {
      State.Builder state = State.builder();
      model.weights().forEach((name, t) -> state.put(name, t));
      model.namedStreams().forEach((name, s) -> state.put(STREAMS + ":" + name, s.state()));
      return state.build();
    }

    @Override
    public void restore(State state) {
      model.load(state.tensors());
      model.namedStreams().forEach((name, s) -> s.restore(state.part(STREAMS + ":" + name)));
    }
  }

  // --- files ----------------------------------------------------------------------------------

  /** Writes the state of every part. */
  public void save(Path file) throws IOException {
    State state = state();
    Safetensors.write(state.tensors(), metadata(state), file);
  }

  /** Writes the state of every part to a stream, which stays open. */
  public void save(OutputStream out) throws IOException {
    requireNonNull(out, "out");
    State state = state();
    Safetensors.write(state.tensors(), metadata(state), out);
  }

  private State state() {
    State.Builder builder = State.builder();
    parts.forEach((name, part) -> builder.put(name, part.state()));
    return builder.build();
  }

  private static Map<String, String> metadata(State state) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, VERSION);
    metadata.put(CHECKSUM, Checksum.of(state.tensors(), state.texts()));
    metadata.putAll(state.texts());
    return metadata;
  }

  /**
   * Brings every part to the state in the file.
   *
   * @throws IOException naming the file, if it is damaged, no checkpoint, or of other parts; then
   *     every part is what it was, but for a table that the file made grow
   */
  public void restore(Path file) throws IOException {
    restore(read(file), file.toString());
  }

  /**
   * Brings every part to the state in a stream, which is read to its end.
   *
   * @param name what messages call it
   * @throws IOException as {@link #restore(Path)}
   */
  public void restore(InputStream in, String name) throws IOException {
    requireNonNull(name, "name");
    Safetensors.Contents contents = Safetensors.read(in, name);
    restore(checked(contents.tensors(), contents.metadata(), name), name);
  }

  void restore(State state, String name) throws IOException {
    State before = state();
    try {
      restore(state);
    } catch (IllegalArgumentException e) {
      undo(before, e);
      throw new IOException(name + ": not a checkpoint of this run: " + e.getMessage(), e);
    }
  }

  /** A table that has grown meanwhile does not shrink: that alone cannot be undone. */
  private void undo(State before, IllegalArgumentException why) {
    try {
      restore(before);
    } catch (IllegalArgumentException e) {
      why.addSuppressed(e);
    }
  }

  private void restore(State state) {
    parts.forEach(
        (name, part) -> {
          State its = state.part(name);
          if (its.isEmpty() && !part.state().isEmpty()) {
            throw new IllegalArgumentException("it has no part '" + name + "'");
          }
          part.restore(its);
        });
  }

  /**
   * What a file holds, its checksum verified.
   *
   * @throws IOException naming the file, if it is damaged or no checkpoint
   */
  public static State read(Path file) throws IOException {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      requireCheckpoint(opened.metadata(), file.toString());
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : opened.names()) {
        tensors.put(name, opened.read(name));
      }
      return checked(tensors, opened.metadata(), file.toString());
    }
  }

  private static void requireCheckpoint(Map<String, String> metadata, String file)
      throws IOException {
    String version = metadata.get(FORMAT);
    if (!VERSION.equals(version)) {
      throw new IOException(
          file
              + (version == null
                  ? ": no checkpoint, but other tensors"
                  : ": a checkpoint of version " + version + ", expected " + VERSION));
    }
  }

  private static State checked(
      Map<String, Tensor> tensors, Map<String, String> metadata, String file) throws IOException {
    requireCheckpoint(metadata, file);
    Map<String, String> texts = new LinkedHashMap<>(metadata);
    texts.remove(FORMAT);
    String expected = String.valueOf(texts.remove(CHECKSUM));
    State state = State.of(tensors, texts);
    String found = Checksum.of(state.tensors(), state.texts());
    if (!found.equals(expected)) {
      throw new IOException(
          file + ": damaged: its checksum is " + found + ", expected " + expected);
    }
    return state;
  }
}
