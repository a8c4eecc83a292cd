package dev.capstan.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.capstan.ops.DType;
import dev.capstan.ops.ThreadLimit;
import dev.capstan.text.encoder.Architecture;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.encoder.BertConfig;
import dev.capstan.text.encoder.HiddenActivation;
import dev.capstan.text.encoder.TokenBatch;
import dev.capstan.text.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A text's bits alone, among seven and among 32, by one thread and by two, of an encoder whose
 * products are shared among threads: 32 texts of 40 pieces are 1,280 rows of 256 and 1,024 numbers.
 */
class SameBitsTest {
  private static final int PIECES = 40;
  private static final int HIDDEN = 256;
  private static final int TEXTS = 32;

  private final Bert bert =
      new Bert(
          new BertConfig(
              Architecture.BERT,
              500,
              HIDDEN,
              2,
              8,
              4 * HIDDEN,
              64,
              2,
              1e-12,
              HiddenActivation.GELU,
              0,
              0,
              0),
          DType.FLOAT32,
          new SplittableRandom(3));

  private final List<Encoding> texts = new ArrayList<>();

  SameBitsTest() {
    bert.eval();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < TEXTS; i++) {
      texts.add(Encoding.of(IntStream.generate(() -> random.nextInt(500)).limit(PIECES).toArray()));
    }
  }

  private float[] vectors(int batch) {
    float[] all = new float[TEXTS * PIECES * HIDDEN];
    for (int from = 0; from < TEXTS; from += batch) {
      List<Encoding> some = texts.subList(from, Math.min(TEXTS, from + batch));
      float[] part = bert.apply(TokenBatch.of(some, 0)).toFloatArray();
      System.arraycopy(part, 0, all, from * PIECES * HIDDEN, part.length);
    }
    return all;
  }

  @Test
  void aTextHasItsBitsInEveryBatchAndByAnyThreads() {
    float[] alone = vectors(1);
    for (int threads : new int[] {1, 2, 3}) {
      for (int batch : new int[] {1, 7, TEXTS}) {
        try (ThreadLimit limit = ThreadLimit.of(threads)) {
          float[] found = vectors(batch);
          String where = limit + ", " + batch + " texts a batch, ";
          for (int i = 0; i < TEXTS; i++) {
            int from = i * PIECES * HIDDEN;
            int to = from + PIECES * HIDDEN;
            assertArrayEquals(
                Arrays.copyOfRange(alone, from, to),
                Arrays.copyOfRange(found, from, to),
                where + "text " + i);
          }
        }
      }
    }
  }
}
