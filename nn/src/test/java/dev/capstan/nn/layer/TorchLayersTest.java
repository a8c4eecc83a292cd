package dev.capstan.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.nn.Buffer;
import dev.capstan.nn.Layer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.layer.EmbeddingBag.Combine;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State_dicts of PyTorch 2.15 in our layers: the same outputs and gradients, and the same names and
 * numbers when saved again. {@code layers.py} beside the files makes them, and checks the way back:
 * give the test a folder by {@code -Dcapstan.layers=FOLDER}, then run {@code layers.py check
 * FOLDER}.
 */
final class TorchLayersTest {
  private static final RandomStream RANDOM = new RandomStream(1);
  private static final IntTensor IDS = IntTensor.of(0, 3, 3, 6, 1, 2, 5);
  private static final IntTensor STARTS = IntTensor.of(0, 3, 3, 4);
  private static final Tensor WEIGHTS = Tensor.of(0.5f, -1f, 2f, 1.5f, 0.25f, -0.75f, 3f);

  /**
   * Sums of at most 40 products of values below 4, rounded in another order than PyTorch's: 40 · 4
   * · 2⁻²⁴, and through the net's five layers as much again for each.
   */
  private static final double TOLERANCE = 40 * 4 * 0x1p-24;

  private static final double NET_TOLERANCE = 5 * TOLERANCE;

  @TempDir private Path folder = Path.of("");

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TorchLayersTest.class.getResource(name + ".safetensors")).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Sequential net() {
    return new Sequential(
        Conv.ofImages(1, 4, 3, ConvOptions.DEFAULT, RANDOM),
        BatchNorm.ofImages(4),
        Activation.relu(),
        Pool.maxOfImages(2),
        new Flatten(),
        new Linear(36, 6, RANDOM),
        BatchNorm.ofRows(6),
        Activation.gelu(),
        new Dropout(0.3, new RandomStream(2)),
        new Residual(new Sequential(new Linear(6, 6, RANDOM), Activation.tanh())),
        new LayerNorm(6),
        Activation.silu(),
        new Linear(6, 2, RANDOM));
  }

  static Stream<Arguments> layers() {
    ConvOptions along = ConvOptions.DEFAULT.withStride(2).withPadding(1).withGroups(2);
    ConvOptions across = ConvOptions.DEFAULT.withPadding(1).withDilation(2);
    return Stream.of(
        Arguments.of("linear", new Linear(5, 3, RANDOM)),
        Arguments.of("linear_no_bias", Linear.withoutBias(5, 3, RANDOM)),
        Arguments.of("batch_norm_1d", BatchNorm.ofRows(3)),
        Arguments.of("batch_norm_1d_length", BatchNorm.ofRows(3)),
        Arguments.of("batch_norm_2d", BatchNorm.ofImages(2)),
        Arguments.of("layer_norm", new LayerNorm(3, 4)),
        Arguments.of("rms_norm", new RmsNorm(4)),
        Arguments.of("conv_1d", Conv.ofSequences(4, 6, 3, along, RANDOM)),
        Arguments.of("conv_2d", Conv.ofImages(2, 3, 3, 2, across, RANDOM)),
        Arguments.of("conv_1d_no_bias", Conv.withoutBias(4, 6, along, RANDOM, 3)),
        Arguments.of("conv_2d_no_bias", Conv.withoutBias(2, 3, across, RANDOM, 3, 2)),
        Arguments.of("prelu", new PRelu(3)),
        Arguments.of("net", net()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void aStateOfPyTorchGivesPyTorchsOutputsAndGradients(String name, Layer layer)
      throws IOException {
    Map<String, Tensor> io = Safetensors.read(resource(name + "-io"));
    double tolerance = name.equals("net") ? NET_TOLERANCE : TOLERANCE;
    Safetensors.load(layer, resource(name));

    layer.eval();
    requireClose(of(io, "y"), layer.apply(of(io, "x")), tolerance);
    requireSavedAlike(name, layer);
    requireClose(of(io, "y"), layer.replica().apply(of(io, "x")), tolerance);
    layer.train();
    if (io.containsKey("dx")) {
      requireTrainingAlike(layer, io, tolerance);
    }
  }

  private static void requireTrainingAlike(Layer layer, Map<String, Tensor> io, double tolerance) {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(of(io, "x"));
      Tensor y = layer.apply(x);
      requireClose(of(io, "y_train"), y, tolerance);
      requireClose(of(io, "dx"), tape.gradients(y, of(io, "g")).of(x), tolerance);
    }
    for (Buffer b : layer.namedBuffers().values()) {
      if (b.name().startsWith("running")) {
        requireClose(of(io, "after." + b.name()), b.value(), tolerance);
      }
    }
  }

  static Stream<Arguments> bags() {
    return Stream.of(
        Arguments.of("bag_sum", new EmbeddingBag(7, 3, Combine.SUM, RANDOM)),
        Arguments.of("bag_mean", new EmbeddingBag(7, 3, Combine.MEAN, RANDOM)),
        Arguments.of("bag_max", new EmbeddingBag(7, 3, Combine.MAX, RANDOM)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bags")
  void bagsOfPyTorchGivePyTorchsVectors(String name, EmbeddingBag bag) throws IOException {
    Map<String, Tensor> io = Safetensors.read(resource(name + "-io"));
    Safetensors.load(bag, resource(name));
    int[][] ragged = {{0, 3, 3}, {}, {6}, {1, 2, 5}};

    requireClose(of(io, "y"), bag.apply(IDS, STARTS), TOLERANCE);
    requireClose(of(io, "y"), bag.apply(ragged), TOLERANCE);
    if (io.containsKey("y_weighted")) {
      requireClose(of(io, "y_weighted"), bag.apply(IDS, STARTS, WEIGHTS), TOLERANCE);
    }
    requireSavedAlike(name, bag);
  }

  @Test
  void anEmbeddingOfPyTorchGivesPyTorchsRows() throws IOException {
    Embedding embedding = new Embedding(7, 3, RANDOM);
    Safetensors.load(embedding, resource("embedding"));

    assertArrayEquals(
        of(Safetensors.read(resource("embedding-io")), "y").toArray(),
        embedding.apply(IDS).toArray());
    requireSavedAlike("embedding", embedding);
  }

  /** Saved again, a state has PyTorch's names, shapes and numbers. */
  private void requireSavedAlike(String name, NeuralModule module) throws IOException {
    String kept = System.getProperty("capstan.layers");
    Path file = (kept == null ? folder : Path.of(kept)).resolve(name + ".safetensors");
    Safetensors.save(module, file);
    Map<String, Tensor> ours = Safetensors.read(file);
    Map<String, Tensor> theirs = Safetensors.read(resource(name));
    assertEquals(theirs.keySet(), ours.keySet());
    theirs.forEach(
        (key, t) -> {
          assertEquals(t.form(), of(ours, key).form(), key);
          assertArrayEquals(t.toArray(), of(ours, key).toArray(), key);
        });
  }

  private static Tensor of(Map<String, Tensor> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private static void requireClose(Tensor expected, Tensor got, double tolerance) {
    assertEquals(expected.shape(), got.shape());
    for (int i = 0; i < expected.size(); i++) {
      double bound = tolerance * Math.max(1, Math.abs(expected.at(i)));
      assertTrue(
          Math.abs(expected.at(i) - got.at(i)) <= bound,
          "element " + i + ": " + got.at(i) + " for " + expected.at(i));
    }
  }
}
