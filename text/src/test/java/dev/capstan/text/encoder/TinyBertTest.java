package dev.capstan.text.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import dev.capstan.text.tokenizer.BertNormalizer;
import dev.capstan.text.tokenizer.BertTokenizer;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small BERT with random weights computes what transformers computed with it in float64. */
class TinyBertTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/dev/capstan/text/encoder/tiny-bert");

  /** The expected numbers are printed with ten digits behind the point or more. */
  private static final double PRINTED = 1e-9;

  private final JsonNode expected;
  private final Bert bert;
  private final Tokenizer tokenizer;

  TinyBertTest() throws IOException {
    expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
    bert = BertFiles.open(FOLDER, DType.FLOAT64);
    bert.eval();
    tokenizer =
        BertTokenizer.read(FOLDER.resolve("vocab.txt"), BertNormalizer.uncased())
            .withMaxLength(bert.config().maxLength());
  }

  private List<Encoding> encode(String list) {
    return encode(expected.get(list));
  }

  private List<Encoding> encode(JsonNode texts) {
    List<Encoding> all = new ArrayList<>();
    texts.forEach(text -> all.add(tokenizer.encode(text.asText())));
    return all;
  }

  private static double[] flat(JsonNode node) {
    List<Double> all = new ArrayList<>();
    collect(node, all);
    return all.stream().mapToDouble(d -> d).toArray();
  }

  private static void collect(JsonNode node, List<Double> into) {
    if (node.isArray()) {
      node.forEach(each -> collect(each, into));
    } else {
      into.add(node.asDouble());
    }
  }

  @Test
  void hiddenStatesAreThose() {
    List<Encoding> texts = encode("texts");
    TokenBatch batch = TokenBatch.of(texts, 0);
    double[] hidden = bert.apply(batch).toArray();
    double[] wanted = flat(expected.get("last_hidden_state"));
    assertEquals(wanted.length, hidden.length);
    for (int i = 0; i < wanted.length; i++) {
      if (batch.mask().at(i / 32)) {
        assertEquals(wanted[i], hidden[i], PRINTED);
      }
    }
  }

  @Test
  void poolingsAreThose() {
    TokenBatch batch = TokenBatch.of(encode("texts"), 0);
    Tensor hidden = bert.apply(batch);
    for (String name : new String[] {"mean", "cls", "max"}) {
      TokenPooling pooling = TokenPooling.valueOf(name.toUpperCase(java.util.Locale.ROOT));
      Tensor pooled = pooling.apply(hidden, batch);
      assertArrayEquals(flat(expected.get(name)), pooled.toArray(), PRINTED, name);
      assertArrayEquals(
          flat(expected.get(name + "_normalized")),
          LinearAlgebra.normalize(pooled, 2, -1).toArray(),
          PRINTED,
          name);
    }
  }

  private Tensor ranking(JsonNode of) {
    Tensor anchors = embedded(of.get("anchors"));
    Tensor positives = embedded(of.get("positives"));
    Tensor scores =
        Elementwise.mul(
            LinearAlgebra.matmul(anchors, Transpose.NO, positives, Transpose.YES),
            of.path("scale").asDouble(20));
    int[] own = new int[of.get("anchors").size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    return Neural.crossEntropy(scores, IntTensor.of(own)).mean();
  }

  private Tensor embedded(JsonNode texts) {
    TokenBatch batch = TokenBatch.of(encode(texts), 0);
    return LinearAlgebra.normalize(TokenPooling.MEAN.apply(bert.apply(batch), batch), 2, -1);
  }

  @Test
  void gradientsOfARankingLossAreThose() {
    JsonNode ranking = expected.get("ranking");
    ParameterGradients gradients = bert.gradients(() -> ranking(ranking));
    assertEquals(ranking.get("loss").asDouble(), ranking(ranking).item(), PRINTED);
    bert.namedParameters()
        .forEach(
            (name, parameter) -> {
              Tensor g = gradients.of(parameter);
              double norm = Math.sqrt(g.square().sum().item());
              assertEquals(ranking.get("grad_norms").get(name).asDouble(), norm, PRINTED, name);
              double[] first = flat(ranking.get("grad_sample").get(name));
              for (int i = 0; i < first.length; i++) {
                assertEquals(first[i], g.at(i), PRINTED, name);
              }
            });
  }

  @Test
  void fiveStepsOfAdamWLeadToTheSameLosses() {
    JsonNode tuning = expected.get("fine_tuning");
    JsonNode ranking = expected.get("ranking");
    AdamW optimizer = new AdamW(bert, AdamW.Options.of(1e-3).withWeightDecay(0.01));
    for (JsonNode loss : tuning.get("losses")) {
      ParameterGradients gradients = optimizer.gradients(() -> ranking(ranking));
      assertEquals(loss.asDouble(), gradients.loss().item(), PRINTED);
      optimizer.apply(gradients.clipNorm(1));
    }
    assertEquals(tuning.get("after").asDouble(), ranking(ranking).item(), PRINTED);
  }

  @Test
  void filesOfHalfAndBrainFloatsAreReadWithinTheirRounding() throws IOException {
    TokenBatch batch = TokenBatch.of(encode("texts"), 0);
    double[] exact = TokenPooling.MEAN.apply(bert.apply(batch), batch).toArray();
    for (String kind : new String[] {"f16", "bf16"}) {
      Bert rounded =
          BertFiles.open(
              FOLDER.resolve("config.json"),
              FOLDER.resolve("model-" + kind + ".safetensors"),
              DType.FLOAT64);
      rounded.eval();
      double[] found = TokenPooling.MEAN.apply(rounded.apply(batch), batch).toArray();
      // Weights are rounded to 2^-11 and 2^-8 of themselves; the five products in a row of each of
      // two layers, each normalized after, let numbers of size 1 move by some ten times that.
      double rounding = kind.equals("f16") ? 0x1p-11 : 0x1p-8;
      double largest = 0;
      for (int i = 0; i < exact.length; i++) {
        largest = Math.max(largest, Math.abs(exact[i] - found[i]));
      }
      assertTrue(largest < 10 * rounding, kind + ": " + largest);
      assertTrue(largest > 0, kind);
    }
  }

  @Test
  void aTextHasTheSameVectorAloneAndInABatch() {
    List<Encoding> texts = encode("texts");
    TokenBatch batch = TokenBatch.of(texts, 0);
    double[] together = TokenPooling.MEAN.apply(bert.apply(batch), batch).toArray();
    for (int b = 0; b < texts.size(); b++) {
      TokenBatch alone = TokenBatch.of(List.of(texts.get(b)), 0);
      double[] own = TokenPooling.MEAN.apply(bert.apply(alone), alone).toArray();
      for (int i = 0; i < own.length; i++) {
        assertEquals(own[i], together[b * own.length + i], PRINTED);
      }
    }
  }

  @Test
  void aTextBeyondThePositionsIsRefusedWithTheRemedy() {
    Encoding text = tokenizer.withMaxLength(1000).encode("a ".repeat(60));
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> bert.apply(List.of(text)));
    assertEquals(
        "bert: got a text of 62 pieces, expected at most 40, for which there are positions; cut"
            + " texts with tokenizer.withMaxLength(40)",
        refused.getMessage());
  }
}
