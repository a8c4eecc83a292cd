package dev.capstan.text.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.nn.ModelCheck;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.ops.DType;
import dev.capstan.text.FrozenLayers;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.encoder.Bert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Layers that are computed once more, or once and for all; and the gradient of a whole encoder. */
class MemoryTest {
  private static final Path TINY = Path.of("src/test/resources/dev/capstan/text/encoder/tiny-bert");
  private static final List<String> FIRST =
      List.of("the cat sat", "a dog runs", "man eats", "he plays guitar in the good movie");
  private static final List<String> SECOND = List.of("cat", "the dog runs fast", "a man", "guitar");

  private static ParameterGradients gradients(SentenceEncoder encoder) {
    return encoder.gradients(
        () -> TrainingTest.ranking(encoder.apply(FIRST), encoder.apply(SECOND)));
  }

  @Test
  void theGradientOfAWholeEncoderIsThatOfDifferences() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(TINY, DType.FLOAT64);
    GradCheck check =
        ModelCheck.of(
            encoder,
            () ->
                TrainingTest.ranking(
                    encoder.apply(List.of("cat", "a dog")),
                    encoder.apply(List.of("the cat", "dog"))));
    check.check().orThrow();
  }

  @Test
  void layersComputedOnceMoreHaveTheSameGradientToTheBit() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(TINY);
    assertSameGradients(encoder, encoder.keeping(Bert.Kept.INPUTS));
  }

  @Test
  void dropoutDropsTheSameWhenALayerIsComputedOnceMore() throws IOException {
    SentenceEncoder plain = SentenceEncoder.open(TINY, DType.FLOAT32, OptionalDouble.of(0.3));
    SentenceEncoder again =
        SentenceEncoder.open(TINY, DType.FLOAT32, OptionalDouble.of(0.3)).keeping(Bert.Kept.INPUTS);
    plain.train();
    again.train();
    ParameterGradients first = gradients(plain);
    assertSameGradients(plain, again, first, gradients(again));
    // The streams go on, so that the next step drops others, and the same in both.
    ParameterGradients second = gradients(plain);
    assertTrue(first.loss().item() != second.loss().item());
    assertSameGradients(plain, again, second, gradients(again));
  }

  private static void assertSameGradients(SentenceEncoder plain, SentenceEncoder again) {
    assertSameGradients(plain, again, gradients(plain), gradients(again));
  }

  private static void assertSameGradients(
      SentenceEncoder plain, SentenceEncoder again, ParameterGradients x, ParameterGradients y) {
    assertEquals(x.loss().item(), y.loss().item());
    Map<String, Parameter> others = again.namedParameters();
    plain
        .namedParameters()
        .forEach(
            (name, p) ->
                assertArrayEquals(
                    x.of(p).toFloatArray(),
                    y.of(Objects.requireNonNull(others.get(name))).toFloatArray(),
                    name));
  }

  @Test
  void noDropoutIsEvaluationAndItsShareIsAsked() throws IOException {
    SentenceEncoder none = SentenceEncoder.open(TINY, DType.FLOAT64, OptionalDouble.of(0));
    double evaluated = gradients(none).loss().item();
    none.train();
    // In training attention is written out; the numbers are added in another order.
    assertEquals(evaluated, gradients(none).loss().item(), 1e-12);
    assertThrows(
        IllegalArgumentException.class,
        () -> SentenceEncoder.open(TINY, DType.FLOAT32, OptionalDouble.of(1)));
  }

  @Test
  void frozenLayersAreComputedOnceForTheSameGradient() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(TINY);
    FineTuning.lastLayers(encoder, 1);
    FrozenLayers frozen = FrozenLayers.of(encoder);
    assertEquals(1, frozen.layers());
    ParameterGradients whole = gradients(encoder);
    for (int time = 0; time < 2; time++) { // the second time of what is remembered
      ParameterGradients found =
          encoder.gradients(() -> TrainingTest.ranking(frozen.apply(FIRST), frozen.apply(SECOND)));
      assertEquals(whole.loss().item(), found.loss().item());
      for (Parameter p : whole.parameters()) {
        assertArrayEquals(whole.of(p).toFloatArray(), found.of(p).toFloatArray(), p.toString());
      }
    }
  }

  @Test
  void withoutRoomFrozenLayersComputeEachTime() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(TINY);
    FineTuning.lastLayers(encoder, 1);
    assertArrayEquals(
        FrozenLayers.of(encoder).apply(FIRST).toFloatArray(),
        FrozenLayers.of(encoder, 0).apply(FIRST).toFloatArray());
  }

  @Test
  void whatIsTrainedBelowIsNotRemembered() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(TINY);
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> FrozenLayers.of(encoder));
    assertTrue(String.valueOf(refused.getMessage()).contains("use FineTuning.lastLayers first"));
    SentenceEncoder wide = SentenceEncoder.open(TINY, DType.FLOAT64);
    FineTuning.lastLayers(wide, 1);
    assertThrows(IllegalArgumentException.class, () -> FrozenLayers.of(wide));
  }
}
