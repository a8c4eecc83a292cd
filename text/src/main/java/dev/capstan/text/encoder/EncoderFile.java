package dev.capstan.text.encoder;

import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.text.internal.StoredWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of an encoder's file, read one by one as they are asked for, so that no number is in
 * memory twice.
 */
final class EncoderFile implements Parts.Start, AutoCloseable {
  /** What wraps an encoder's names: sentence-transformers, and heads that were trained with it. */
  private static final List<String> WRAPPERS = List.of("0.auto_model.", "auto_model.", "model.");

  /** What a file may hold beside the encoder: tables of numbers, and heads of other tasks. */
  private static final List<String> OTHERS =
      List.of(
          "position_ids", "pooler.", "cls.", "lm_head.", "classifier.", "vocab_", "qa_outputs.");

  /** More names than this are not listed. */
  private static final int LISTED = 8;

  /** More numbers than this are not made to stand for what is missing. */
  private static final long MODEST = 1L << 26;

  private interface Reader extends AutoCloseable {
    Tensor read(String name) throws IOException;

    @Override
    void close() throws IOException;
  }

  private final Path file;
  private final DType dtype;
  private final Architecture architecture;
  private final Reader reader;

  /** What the file calls a tensor, by its bare name. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private final List<String> missing = new ArrayList<>();
  private final List<String> misshapen = new ArrayList<>();

  private EncoderFile(
      Path file,
      DType dtype,
      Architecture architecture,
      Iterable<String> namesInFile,
      Reader reader) {
    this.file = file;
    this.dtype = dtype;
    this.architecture = architecture;
    this.reader = reader;
    namesInFile.forEach(name -> names.put(bareName(name, architecture), name));
  }

  /** Opens a file, or the index of several. */
  static EncoderFile open(Path file, DType dtype, Architecture architecture) throws IOException {
    if (file.toString().endsWith(".json")) {
      StoredWeights.requireFloats(file, EncoderFile::isWeight);
      Map<String, Tensor> all = Safetensors.read(file);
      return new EncoderFile(file, dtype, architecture, List.copyOf(all.keySet()), removing(all));
    }
    SafetensorsFile opened = Safetensors.open(file);
    for (String name : opened.names()) {
      if (isWeight(name)) {
        StoredWeights.requireFloats(file, name, opened.storedType(name));
      }
    }
    return new EncoderFile(file, dtype, architecture, opened.names(), reading(opened));
  }

  private static boolean isWeight(String name) {
    return OTHERS.stream().noneMatch(name::contains);
  }

  private static Reader removing(Map<String, Tensor> all) {
    return new Reader() {
      @Override
      public Tensor read(String name) throws IOException {
        Tensor found = all.remove(name);
        if (found == null) {
          throw new IOException("'" + name + "' was asked for twice");
        }
        return found;
      }

      @Override
      public void close() {
        all.clear();
      }
    };
  }

  private static Reader reading(SafetensorsFile opened) {
    return new Reader() {
      @Override
      public Tensor read(String name) throws IOException {
        return opened.read(name);
      }

      @Override
      public void close() throws IOException {
        opened.close();
      }
    };
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

  @Override
  public Tensor matrix(String name, int rows, int width) {
    return read(name, 0, rows, width);
  }

  @Override
  public Tensor vector(String name, int size, double usual) {
    return read(name, usual, size);
  }

  /** What the file has; what it lacks is noted, and stood for by one number. */
  private Tensor read(String name, double instead, int... shape) {
    String bare = architecture.nameInFile(name);
    String inFile = names.remove(bare);
    try {
      if (inFile == null) {
        missing.add(bare);
      } else {
        Tensor found = reader.read(inFile);
        if (found.shape().equals(Shape.of(shape))) {
          return found.to(dtype);
        }
        misshapen.add(bare + ": got " + found.shape() + ", expected " + Shape.of(shape));
      }
      requireModest(bare, shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Tensor.full(dtype, instead, shape);
  }

  /** What is not in the file is not made at any size that a configuration may ask for. */
  private void requireModest(String name, int... shape) throws IOException {
    long size = 1;
    for (int each : shape) {
      size *= each;
    }
    if (size > MODEST) {
      throw new IOException(
          file
              + ": got no "
              + name
              + " of "
              + Arrays.toString(shape)
              + ", expected one, as config.json says; it is of another model");
    }
  }

  /**
   * Refuses a file that lacks something, or holds what is no part of the encoder.
   *
   * @throws IOException that names both
   */
  void requireAllRead() throws IOException {
    List<String> unknown = names.keySet().stream().filter(EncoderFile::isWeight).toList();
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IOException(
          file
              + ": not this encoder's: missing "
              + shown(missing)
              + ", not in it "
              + shown(unknown)
              + "; its config.json is of another model");
    }
    if (!misshapen.isEmpty()) {
      throw new IOException(file + ": of another form than config.json says: " + shown(misshapen));
    }
  }

  private static String shown(List<String> all) {
    return all.size() <= LISTED
        ? all.toString()
        : all.subList(0, LISTED) + " and " + (all.size() - LISTED) + " more";
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
