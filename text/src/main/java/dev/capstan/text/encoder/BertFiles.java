package dev.capstan.text.encoder;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.text.internal.StoredWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Encoders in the files that Hugging Face's transformers writes. */
public final class BertFiles {
  private BertFiles() {}

  /**
   * Opens a folder with {@code config.json} and {@code model.safetensors}.
   *
   * @throws IOException if a file is missing or damaged, or of an architecture that is not known,
   *     or lacks a parameter (all that are lacking are named), or holds weights that are no floats
   *     or not finite
   */
  public static Bert open(Path folder, DType dtype) throws IOException {
    return open(folder, dtype, OptionalDouble.empty());
  }

  /** As {@link #open(Path, DType)}, with another share of dropout than the configuration's. */
  public static Bert open(Path folder, DType dtype, OptionalDouble dropout) throws IOException {
    requireNonNull(dtype, "dtype");
    requireNonNull(dropout, "dropout");
    Path whole = folder.resolve("model.safetensors");
    Path parts = folder.resolve("model.safetensors.index.json");
    boolean inParts = Files.notExists(whole) && Files.exists(parts);
    BertConfig config = BertConfig.read(folder.resolve("config.json"));
    return open(
        dropout.isPresent() ? config.withDropout(dropout.getAsDouble()) : config,
        inParts ? parts : whole,
        dtype);
  }

  /** As {@link #open(Path, DType)}, of two files. */
  public static Bert open(Path configFile, Path file, DType dtype) throws IOException {
    requireNonNull(configFile, "configFile");
    requireNonNull(file, "file");
    requireNonNull(dtype, "dtype");
    return open(BertConfig.read(configFile), file, dtype);
  }

  /** As {@link #open(Path, DType)}, of a file that the configuration fits. */
  public static Bert open(BertConfig config, Path file, DType dtype) throws IOException {
    requireNonNull(config, "config");
    requireNonNull(file, "file");
    requireNonNull(dtype, "dtype");
    try (EncoderFile tensors = EncoderFile.open(file, dtype, config.architecture())) {
      Bert bert = new Bert(config, Parts.of(dtype, tensors));
      tensors.requireAllRead();
      StoredWeights.requireFinite(file, weights(bert));
      return bert;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Map<String, Tensor> weights(Bert bert) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    bert.namedParameters()
        .forEach(
            (path, parameter) ->
                weights.put(nameInFile(bert.config(), path), parameter.constant()));
    return weights;
  }

  /** What a file calls a parameter of an encoder. */
  public static String nameInFile(BertConfig config, String path) {
    requireNonNull(path, "path");
    return config.architecture().nameInFile(path);
  }
}
