package dev.capstan.text.encoder;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encoders in the files that Hugging Face's transformers writes. */
public final class BertFiles {
  /** What wraps an encoder's names: sentence-transformers, and heads that were trained with it. */
  private static final List<String> WRAPPERS = List.of("0.auto_model.", "auto_model.", "model.");

  /** What a file may hold beside the encoder: tables of numbers, and heads of other tasks. */
  private static final List<String> OTHERS =
      List.of(
          "position_ids", "pooler.", "cls.", "lm_head.", "classifier.", "vocab_", "qa_outputs.");

  private BertFiles() {}

  /**
   * Opens a folder with {@code config.json} and {@code model.safetensors}.
   *
   * @throws IOException if a file is missing or damaged, or of an architecture that is not known,
   *     or lacks a parameter; all that are lacking are named
   */
  public static Bert open(Path folder, DType dtype) throws IOException {
    requireNonNull(dtype, "dtype");
    Path whole = folder.resolve("model.safetensors");
    Path parts = folder.resolve("model.safetensors.index.json");
    boolean inParts = Files.notExists(whole) && Files.exists(parts);
    return open(folder.resolve("config.json"), inParts ? parts : whole, dtype);
  }

  /** As {@link #open(Path, DType)}, of two files. */
  public static Bert open(Path configFile, Path file, DType dtype) throws IOException {
    requireNonNull(configFile, "configFile");
    requireNonNull(file, "file");
    requireNonNull(dtype, "dtype");
    BertConfig config = BertConfig.read(configFile);
    Map<String, Tensor> tensors = Safetensors.read(file);
    Map<String, Tensor> bare = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> bare.put(bareName(name, config.architecture()), tensor));
    Bert bert = Bert.blank(config, dtype);
    Map<String, Tensor> wanted = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String name : bert.namedParameters().keySet()) {
      String inFile = config.architecture().nameInFile(name);
      Tensor tensor = bare.remove(inFile);
      if (tensor == null) {
        missing.add(inFile);
      } else {
        wanted.put(name, tensor.to(dtype));
      }
    }
    bare.keySet().removeIf(name -> OTHERS.stream().anyMatch(name::contains));
    if (!missing.isEmpty() || !bare.isEmpty()) {
      throw new IOException(
          file + ": not this encoder's: missing " + missing + ", not in it " + bare.keySet());
    }
    try {
      bert.load(wanted);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return bert;
  }

  /** What a file calls a parameter of an encoder. */
  public static String nameInFile(BertConfig config, String path) {
    requireNonNull(path, "path");
    return config.architecture().nameInFile(path);
  }

  private static String bareName(String name, Architecture architecture) {
    String bare = name;
    for (String wrapper : WRAPPERS) {
      bare = bare.startsWith(wrapper) ? bare.substring(wrapper.length()) : bare;
    }
    String prefix = architecture.prefix();
    bare = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
    return bare.replace(".gamma", ".weight").replace(".beta", ".bias");
  }
}
