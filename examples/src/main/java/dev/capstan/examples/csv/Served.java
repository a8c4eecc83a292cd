package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.ImageEncoder;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An encoder of whichever kind a file holds, and what it makes of other files. */
interface Served {

  /**
   * Rows and what they are called.
   *
   * @param labels empty where a row has none
   */
  record Named(List<String> ids, List<String> labels, Tensor vectors) {}

  /**
   * Rows to judge by.
   *
   * @param raw as they were before the net
   * @param classes the name of each label
   * @param notes what was noticed on the way
   */
  record Labelled(
      Tensor raw, Tensor vectors, IntTensor labels, List<String> classes, List<String> notes) {}

  /** Numbers in a vector. */
  int dimension();

  /** All that is there. */
  Named named(Path from) throws IOException;

  /** All that is there and has a label. */
  Labelled labelled(Path from) throws IOException;

  /**
   * The encoder of a file.
   *
   * @throws IOException if it holds none, or is damaged
   */
  static Served load(Path model) throws IOException {
    String format;
    try (SafetensorsFile opened = Safetensors.open(model)) {
      format = opened.metadata().getOrDefault("format", "");
    }
    return format.equals(ImageEncoder.FORMAT)
        ? new ServedImages(ImageEncoder.load(model))
        : new ServedTable(Encoder.load(model));
  }
}
