package dev.capstan.data;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.io.Checksum;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The net of an encoder as constants: Linear, ReLU, …, Linear, and its result brought to length 1.
 */
final class EncoderNet {
  private static final String CHECKSUM = "checksum";

  /** Up to so many inputs an output is one chain of multiply-adds, and then the bias. */
  private static final int ONE_CHAIN = 256;

  private final List<Tensor> weights;
  private final List<Tensor> biases;

  /** The weights input by input, so that the chains of a row's outputs lie beside each other. */
  private final List<Tensor> turned;

  private EncoderNet(List<Tensor> weights, List<Tensor> biases, int features) {
    this.weights = List.copyOf(weights);
    this.biases = List.copyOf(biases);
    this.turned = turned(weights);
    int width = features;
    for (int i = 0; i < weights.size(); i++) {
      Tensor w = weights.get(i);
      boolean fits =
          w.rank() == 2
              && w.shape().get(1) == width
              && biases.get(i).rank() == 1
              && biases.get(i).size() == w.shape().get(0);
      if (!fits) {
        throw new ShapeException(
            "encoder: layer "
                + i
                + ": got weight "
                + w.shape()
                + " and bias "
                + biases.get(i).shape()
                + ", expected [out, "
                + width
                + "] and [out]");
      }
      width = w.shape().get(0);
    }
    if (weights.isEmpty()) {
      throw new IllegalArgumentException(
          "encoder: got no layer, expected one linear layer or more");
    }
  }

  private static List<Tensor> turned(List<Tensor> weights) {
    return weights.stream().filter(w -> w.rank() == 2).map(w -> w.transpose(0, 1)).toList();
  }

  /** A net as it is now, for rows of so many features. */
  static EncoderNet of(NeuralModule net, int features) {
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> biases = new ArrayList<>();
    net.parameters()
        .forEach(
            p -> {
              Tensor value = p.value().detach();
              (value.rank() == 2 ? weights : biases).add(value);
            });
    if (weights.size() != biases.size()) {
      throw new IllegalArgumentException(
          "encoder: got "
              + weights.size()
              + " weights and "
              + biases.size()
              + " biases, expected linear layers alone");
    }
    return new EncoderNet(weights, biases, features);
  }

  /** The net of a file. */
  static EncoderNet read(SafetensorsFile file, int features) throws IOException {
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> biases = new ArrayList<>();
    for (int i = 0; file.names().contains("net." + i + ".weight"); i += 2) {
      weights.add(file.read("net." + i + ".weight"));
      biases.add(file.read("net." + i + ".bias"));
    }
    if (file.names().size() != 2 * weights.size()) {
      throw new IllegalArgumentException(
          "it holds %s tensors, expected net.0.weight, net.0.bias, net.2.weight, … alone"
              .formatted(file.names().size()));
    }
    return new EncoderNet(weights, biases, features);
  }

  /** Writes a file of this net and some words about it. */
  void write(Map<String, String> words, Path file) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(words);
    all.put(CHECKSUM, Checksum.of(tensors(), words));
    Safetensors.write(tensors(), all, file);
  }

  /**
   * Refuses a net and words that are not those that were written.
   *
   * @param metadata may lack a checksum, as files of other programs do
   * @throws IllegalArgumentException if the checksum is another
   */
  void requireUnchanged(Map<String, String> metadata) {
    Map<String, String> words = new LinkedHashMap<>(metadata);
    String expected = words.remove(CHECKSUM);
    String found = Checksum.of(tensors(), words);
    if (expected != null && !expected.equals(found)) {
      throw new IllegalArgumentException("its checksum is " + found + ", expected " + expected);
    }
  }

  /** What a file holds, by PyTorch's names and shapes. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      tensors.put("net." + 2 * i + ".weight", weights.get(i));
      tensors.put("net." + 2 * i + ".bias", biases.get(i));
    }
    return tensors;
  }

  int dimension() {
    return biases.get(biases.size() - 1).size();
  }

  /** A single row is faster by the turned weight, and the same to the last bit. */
  private Tensor layer(int i, Tensor x) {
    boolean single = x.rank() == 2 && x.shape().get(0) == 1;
    return single && x.shape().get(1) <= ONE_CHAIN
        ? x.matmul(turned.get(i)).add(biases.get(i))
        : x.linear(weights.get(i), biases.get(i));
  }

  Tensor embed(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < weights.size(); i++) {
      y = layer(i, y);
      y = i + 1 < weights.size() ? y.relu() : y;
    }
    return y.normalize(2, -1);
  }
}
