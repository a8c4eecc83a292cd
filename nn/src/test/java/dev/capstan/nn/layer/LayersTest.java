package dev.capstan.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.ModuleMode;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.State;
import dev.capstan.nn.layer.Initializer.Fan;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LayersTest {

  private static RandomStream random() {
    return new RandomStream(3);
  }

  private static String refusal(Executable what) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  // --- modes ------------------------------------------------------------------------------------

  @Test
  void dropoutDrawsInTrainingOnlyAndItsPlaceCanBeFoundAgain() {
    Sequential model = new Sequential(new Dropout(0.5, random()));
    Tensor x = Tensor.ones(DType.FLOAT64, 1000);
    RandomStream stream = Objects.requireNonNull(model.namedStreams().get("0.random"));
    State place = stream.state();
    double[] first = model.apply(x).toArray();
    double[] second = model.apply(x).toArray();

    assertEquals(Set.of(0.0, 2.0), new HashSet<>(Arrays.stream(first).boxed().toList()));
    // 1000 fair coins: 500 ± 5 · √250.
    assertEquals(500, (double) Arrays.stream(first).filter(e -> e == 0).count(), 80);
    assertNotEquals(Arrays.toString(first), Arrays.toString(second));
    stream.restore(place);
    assertArrayEquals(first, model.apply(x).toArray());
    model.eval();
    assertSame(x, model.apply(x));
  }

  @Test
  void modesAreSetThroughoutAndCopiedWithTheModule() {
    Sequential model =
        new Sequential(new Residual(new Sequential(new Dropout(0.5, random()))), new Flatten());
    assertEquals(ModuleMode.TRAIN, model.mode());
    model.layers().get(0).eval();

    Sequential replica = model.replica();

    assertEquals(ModuleMode.TRAIN, replica.mode());
    assertEquals(ModuleMode.EVAL, ((Residual) replica.layers().get(0)).inner().mode());
    assertEquals(ModuleMode.TRAIN, replica.layers().get(1).mode());
    assertEquals(ModuleMode.EVAL, model.evaluating(() -> model.layers().get(1).mode()));
    assertEquals(ModuleMode.TRAIN, model.mode());
    assertEquals(ModuleMode.EVAL, model.layers().get(0).mode());
  }

  @Test
  void oneValueAChannelHasNoVariance() {
    BatchNorm norm = BatchNorm.ofRows(3);

    assertEquals(
        "batchNorm: got 1 values a channel in training, expected at least 2: one alone has no"
            + " variance; use larger batches, or eval()",
        refusal(() -> norm.apply(Tensor.ones(DType.FLOAT32, 1, 3))));
    assertEquals(
        "batchNorm: got input [2, 4], expected [N, C] or [N, C, L] with 3 channels",
        refusal(() -> norm.apply(Tensor.ones(DType.FLOAT32, 2, 4))));
  }

  // --- structure --------------------------------------------------------------------------------

  /** The third call is by the turned weight, the first and those with two rows are not. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "64, 128", "255, 33", "256, 7", "257, 7", "700, 3"})
  void aRowAloneHasTheBitsOfTheRowAmongOthersHoweverOften(int in, int out) {
    RandomStream random = new RandomStream(5);
    for (DType dtype : DType.values()) {
      Initializer normal = Initializer.normal(1);
      Linear layer = new Linear(in, out, dtype, normal, normal, random);
      Tensor rows = Tensor.randn(dtype, random, 2, in);
      Tensor row = rows.select(0, 0).reshape(1, in);
      double[] expected = Arrays.copyOf(layer.apply(rows).toArray(), out);
      for (int call = 0; call < 3; call++) {
        assertArrayEquals(expected, layer.apply(row).toArray(), "call " + call);
      }
      layer.weight().assign(layer.weight().value().mul(2));
      double[] moved = Arrays.copyOf(layer.apply(rows).toArray(), out);
      assertArrayEquals(moved, layer.apply(row).toArray());
    }
  }

  @Test
  void layersMayHaveNames() {
    Sequential model =
        Sequential.builder()
            .add("hidden", new Linear(2, 3, random()))
            .add("act", Activation.relu())
            .add("out", Linear.withoutBias(3, 1, random()))
            .build();

    assertEquals(
        List.of("hidden.weight", "hidden.bias", "out.weight"),
        List.copyOf(model.replica().namedParameters().keySet()));
  }

  @Test
  void aConvolutionMayHaveNoBias() {
    Conv images = Conv.withoutBias(2, 4, ConvOptions.DEFAULT.withGroups(2), random(), 3, 2);
    assertEquals(List.of("weight"), List.copyOf(images.replica().namedParameters().keySet()));
    assertEquals(Shape.of(4, 1, 3, 2), images.weight().form().shape());
    assertFalse(images.hasBias());
    assertEquals(
        "conv: this layer has no bias; ask hasBias() first",
        assertThrows(IllegalStateException.class, images::bias).getMessage());
    assertEquals(
        24 + 36,
        Summary.of(
                new Sequential(images, Conv.withoutBias(4, 1, ConvOptions.DEFAULT, random(), 3, 3)),
                Tensor.ones(DType.FLOAT32, 1, 2, 6, 6))
            .parameters());
    assertTrue(Conv.ofSequences(2, 3, 3, ConvOptions.DEFAULT, random()).hasBias());
    assertEquals(
        "conv: got a kernel of 3 numbers, expected 1 over sequences or 2 over images",
        refusal(() -> Conv.withoutBias(1, 1, ConvOptions.DEFAULT, random(), 3, 3, 3)));
    assertEquals(
        "conv: got weight [3, 2], expected [out, in, k] or [out, in, kh, kw]",
        refusal(
            () ->
                new Conv(
                    new Parameter("weight", Tensor.ones(DType.FLOAT32, 3, 2)),
                    ConvOptions.DEFAULT)));
  }

  @Test
  void aSummaryHasALineForEachLayer() {
    Sequential model =
        new Sequential(
            Conv.ofImages(1, 4, 3, ConvOptions.DEFAULT, random()),
            BatchNorm.ofImages(4),
            new Flatten(),
            new Linear(36 * 4, 5, random()),
            new Residual(new Sequential(new Linear(5, 5, random()), Activation.tanh())));
    Summary summary = Summary.of(model, Tensor.zeros(DType.FLOAT32, 1, 1, 8, 8));

    assertEquals(
        """
        0          Conv       [1, 4, 6, 6]            40
        1          BatchNorm  [1, 4, 6, 6]             8
        2          Flatten    [1, 144]                 0
        3          Linear     [1, 5]                 725
        4.inner.0  Linear     [1, 5]                  30
        4.inner.1  tanh       [1, 5]                   0
        4          x + inner  [1, 5]                   0
        803 parameters""",
        summary.toString().replace(System.lineSeparator(), "\n"));
    assertEquals(ModuleMode.TRAIN, model.mode());
  }

  @Test
  void siameseTowersShareWhatTheyLearn() {
    TwoTowers<Embedding, Embedding> apart =
        new TwoTowers<>(new Embedding(4, 2, random()), new Embedding(5, 2, random()));
    TwoTowers<Linear, Linear> siamese = TwoTowers.siamese(new Linear(2, 2, random()));

    assertEquals(4 * 2 + 5 * 2, apart.size());
    assertEquals(6, siamese.size());
    assertEquals(4, siamese.namedParameters().size());
    TwoTowers<Linear, Linear> replica = siamese.replica();
    assertSame(replica.left(), replica.right());
  }

  @Test
  void bagsThatDoNotFitTheirIdsAreRefused() {
    EmbeddingBag bag = new EmbeddingBag(4, 2, EmbeddingBag.Combine.MAX, random());

    assertEquals(
        "embeddingBag: bag 1 begins at 3 and ends at 2, expected starts from 0 on that never fall,"
            + " up to 2",
        refusal(() -> bag.apply(IntTensor.of(1, 2), IntTensor.of(0, 3))));
    assertEquals(
        "embeddingBag: bag 0 begins at 1 and ends at 2, expected starts from 0 on that never fall,"
            + " up to 2",
        refusal(() -> bag.apply(IntTensor.of(1, 2), IntTensor.of(1))));
    assertArrayEquals(new double[4], bag.apply(new int[2][0]).toArray());
    assertEquals(Shape.of(0, 2), bag.apply(new int[0][]).shape());
  }

  /** AdamW's decay moves every row that a step touches; one of weight 1 shows what was trained. */
  @Test
  void paddingIsGivenAndNeverTrained() {
    Embedding embedding = Embedding.padded(5, 3, 2, random());
    IntTensor ids = IntTensor.of(new int[] {2, 1, 1, 2, 4, 2}, 2, 3);
    Tensor before = embedding.weight().toTensor();
    Tensor first = embedding.apply(ids);
    assertEquals(Shape.of(2, 3, 3), first.shape());
    int[] asked = ids.toArray();
    for (int i = 0; i < asked.length; i++) {
      for (int k = 0; k < 3; k++) {
        double expected = asked[i] == 2 ? 0 : before.get(asked[i], k);
        assertEquals(expected, first.at(i * 3 + k));
      }
    }
    AdamW adam = new AdamW(embedding, AdamW.Options.of(0.1));
    adam.step(() -> embedding.apply(ids).sum());
    Embedding replica = (Embedding) embedding.replica();
    assertEquals(embedding.padding(), replica.padding());
    Tensor after = embedding.weight().toTensor();
    for (int row = 0; row < 5; row++) {
      boolean trained = row == 1 || row == 4;
      assertEquals(trained, before.get(row, 0) != after.get(row, 0), "row " + row);
    }
    assertArrayEquals(
        new double[6], embedding.apply(IntTensor.of(2, 2)).toArray(), "all of it is padding");
  }

  @ParameterizedTest
  @EnumSource(EmbeddingBag.Combine.class)
  void paddingCountsInNoBag(EmbeddingBag.Combine combine) {
    EmbeddingBag plain = new EmbeddingBag(6, 2, combine, random());
    EmbeddingBag padded = plain.withPadding(3);
    Tensor expected = plain.apply(new int[][] {{1, 4}, {}, {5}});
    assertArrayEquals(
        expected.toArray(), padded.apply(new int[][] {{3, 1, 3, 4}, {3, 3}, {5, 3}}).toArray());
    if (combine == EmbeddingBag.Combine.SUM) {
      IntTensor ids = IntTensor.of(3, 1, 4);
      IntTensor one = IntTensor.of(0);
      assertArrayEquals(
          plain.apply(IntTensor.of(1, 4), one, Tensor.of(2f, 3f)).toArray(),
          padded.apply(ids, one, Tensor.of(7f, 2f, 3f)).toArray());
    }
    assertEquals(
        "embedding: padding: got 6, expected an id of 6 rows, from 0",
        refusal(() -> plain.withPadding(6)));
  }

  // --- first values -----------------------------------------------------------------------------

  private static final int ROWS = 300;
  private static final int COLUMNS = 200;

  private static Initializer initializer(String name) {
    return switch (name) {
      case "uniformFanIn" -> Initializer.uniformFanIn();
      case "glorotUniform" -> Initializer.glorotUniform();
      case "glorotNormal" -> Initializer.glorotNormal();
      case "heUniform" -> Initializer.heUniform();
      case "heNormal" -> Initializer.heNormal();
      case "normal" -> Initializer.normal(0.5);
      default -> Initializer.truncatedNormal(0.5);
    };
  }

  /**
   * The variance of each initialiser for 200 inputs and 300 outputs; that of 60,000 draws scatters
   * by at most √(2 / 60,000) = 0.6 %, so 3 % is five of that. Of uniform ones the bound shows too.
   */
  @ParameterizedTest
  @CsvSource({
    "uniformFanIn, 0.0016666667, 0.0707107",
    "glorotUniform, 0.004, 0.1095446",
    "glorotNormal, 0.004, 9",
    "heUniform, 0.01, 0.1732051",
    "heNormal, 0.01, 9",
    "normal, 0.25, 9",
    "truncatedNormal, 0.1934346, 1"
  })
  void firstValuesHaveTheVarianceOfTheirPaper(String name, double variance, double bound) {
    double[] x =
        initializer(name)
            .create(DType.FLOAT64, Shape.of(ROWS, COLUMNS), new Fan(COLUMNS, ROWS), random())
            .toArray();

    assertEquals(
        variance, Arrays.stream(x).map(e -> e * e).sum() / x.length, 0.03 * variance, name);
    assertEquals(0, Arrays.stream(x).sum() / x.length, 5 * Math.sqrt(variance / x.length));
    assertTrue(Arrays.stream(x).map(Math::abs).max().orElseThrow() <= bound, name);
  }

  @ParameterizedTest
  @CsvSource({"7, 4, 1", "4, 7, 2", "5, 5, 1", "1, 3, 1"})
  void orthogonalRowsOrColumnsAreAtRightAngles(int rows, int columns, double gain) {
    Tensor w =
        Initializer.orthogonal(gain)
            .create(DType.FLOAT64, Shape.of(rows, columns), new Fan(columns, rows), random());
    boolean tall = rows >= columns;
    for (int a = 0; a < Math.min(rows, columns); a++) {
      for (int b = 0; b < Math.min(rows, columns); b++) {
        int i = a;
        int j = b;
        double dot =
            IntStream.range(0, Math.max(rows, columns))
                .mapToDouble(k -> tall ? w.get(k, i) * w.get(k, j) : w.get(i, k) * w.get(j, k))
                .sum();
        // Some ten roundings of numbers below gain².
        assertEquals(a == b ? gain * gain : 0, dot, 10 * gain * gain * 0x1p-52);
      }
    }
  }

  @Test
  void aLayerWithoutInputsHasNoFirstValues() {
    Initializer he = Initializer.heNormal();

    assertEquals(
        "heNormal: got a layer without inputs, expected at least one",
        refusal(() -> he.create(DType.FLOAT64, Shape.of(0), new Fan(0, 0), random())));
    assertEquals(
        "dropout: p: got NaN, expected a probability, 0 to 1",
        refusal(() -> new Dropout(Double.NaN, random())));
    assertEquals(
        "residual: got [1, 3] from the inner layer, expected the input's [1, 2]",
        refusal(
            () ->
                new Residual(new Linear(2, 3, random())).apply(Tensor.ones(DType.FLOAT32, 1, 2))));
  }

  // --- random streams ---------------------------------------------------------------------------

  /** The first numbers of the authors' C code for these four words. */
  @Test
  void theRandomStreamIsItsAuthors() {
    RandomStream stream = new RandomStream(0);
    stream.restore(State.builder().put("xoshiro256++", "1 2 3 4").build());

    assertEquals(41943041L, stream.nextLong());
    assertEquals(58720359L, stream.nextLong());
    assertEquals(3588806011781223L, stream.nextLong());
    assertEquals(3591011842654386L, stream.nextLong());
  }

  @Test
  void aStreamGoesOnFromItsState() {
    RandomStream stream = new RandomStream(5);
    stream.nextGaussian();
    RandomStream other = new RandomStream(6);
    other.restore(stream.state());

    for (int i = 0; i < 100; i++) {
      assertEquals(stream.nextGaussian(), other.nextGaussian());
      assertEquals(stream.nextInt(7), other.nextInt(7));
    }
    State wrong = State.builder().put("xoshiro256++", "1 2 3").build();
    assertEquals(
        "restore: a random stream: got '1 2 3', expected four hexadecimal words",
        refusal(() -> stream.restore(wrong)));
  }
}
