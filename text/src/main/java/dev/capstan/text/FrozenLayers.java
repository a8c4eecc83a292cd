package dev.capstan.text;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.encoder.TokenBatch;
import dev.capstan.text.tokenizer.Encoding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An encoder in training whose lower layers are frozen: they compute a text once, and what they
 * gave is remembered.
 *
 * <pre>{@code
 * FineTuning.lastLayers(encoder, 2);
 * FrozenLayers frozen = FrozenLayers.of(encoder);
 * optimizer.step(() -> loss.apply(labels, frozen.apply(texts)));
 * }</pre>
 *
 * <p>Of two layers in six that are trained over three epochs, a step then costs a third of what it
 * would. Frozen layers compute without dropout, as there would be nothing to remember else. A piece
 * takes four bytes times the encoder's width: 20,000 texts of 15 pieces at a width of 384 make 460
 * MB. What is beyond the limit is computed each time.
 *
 * <p>It remembers what was frozen when it was made: a layer that is loaded or unfrozen later needs
 * a new one. It belongs to the thread that trains.
 */
public final class FrozenLayers {
  /** The share of the heap that is taken if nobody says how much. */
  private static final int SHARE_OF_HEAP = 4;

  private final SentenceEncoder encoder;
  private final PooledBert vectors;
  private final int count;
  private final long most;
  private final Map<String, Known> known = new HashMap<>();
  private long numbers;

  /**
   * A text's pieces, and their vectors below the first layer that is trained.
   *
   * @param below [L, H], row by row
   */
  private record Known(Encoding text, float[] below) {}

  private FrozenLayers(SentenceEncoder encoder, PooledBert vectors, int count, long most) {
    this.encoder = encoder;
    this.vectors = vectors;
    this.count = count;
    this.most = most;
  }

  /**
   * Remembers in at most a quarter of the heap.
   *
   * @throws IllegalArgumentException if the encoder is static, is not float32, or its words and
   *     positions are trained, so that nothing is frozen below
   */
  public static FrozenLayers of(SentenceEncoder encoder) {
    return of(encoder, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** As {@link #of(SentenceEncoder)}, in at most so many bytes. */
  public static FrozenLayers of(SentenceEncoder encoder, long bytes) {
    requireNonNull(encoder, "encoder");
    if (!(encoder.vectors() instanceof PooledBert vectors)) {
      throw new IllegalArgumentException("frozen layers: a static encoder has no layers");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "frozen layers: bytes: got " + bytes + ", expected 0 or more");
    }
    Bert bert = vectors.bert();
    if (bert.parameters().stream().anyMatch(p -> p.form().dtype().bytes() != Float.BYTES)) {
      throw new IllegalArgumentException(
          "frozen layers: got an encoder in float64, expected one in float32");
    }
    return new FrozenLayers(encoder, vectors, frozenBelow(bert), bytes / Float.BYTES);
  }

  private static int frozenBelow(Bert bert) {
    boolean embeddings =
        bert.namedParameters().entrySet().stream()
            .filter(each -> each.getKey().startsWith("embeddings."))
            .allMatch(each -> each.getValue().frozen());
    if (!embeddings) {
      throw new IllegalArgumentException(
          "frozen layers: words and positions are trained, so that nothing below stays as it is;"
              + " use FineTuning.lastLayers first");
    }
    int count = 0;
    for (NeuralModule layer : bert.layers()) {
      if (!layer.parameters().stream().allMatch(Parameter::frozen)) {
        break;
      }
      count++;
    }
    return count;
  }

  /** How many layers are computed once. */
  public int layers() {
    return count;
  }

  /** The vectors [N, D] of texts, as {@link SentenceEncoder#apply(List)} records them. */
  public Tensor apply(List<String> texts) {
    requireNonNull(texts, "texts");
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("encoder: got no text, expected one or more");
    }
    Map<String, Known> found = lookUp(texts);
    List<Known> rows = texts.stream().map(found::get).toList();
    return encoder.finished(
        LengthGroups.apply(rows, row -> row.text().size(), group -> recorded(group)));
  }

  private Tensor recorded(List<Known> group) {
    TokenBatch batch =
        TokenBatch.of(group.stream().map(Known::text).toList(), vectors.tokenizer().padding());
    int width = vectors.bert().config().hidden();
    int line = batch.length() * width;
    float[] all = new float[group.size() * line];
    for (int b = 0; b < group.size(); b++) {
      float[] own = group.get(b).below();
      System.arraycopy(own, 0, all, b * line, own.length);
    }
    Tensor below = Tensor.of(all, group.size(), batch.length(), width);
    return vectors.pooled(vectors.bert().above(count, below, batch), batch);
  }

  private Map<String, Known> lookUp(List<String> texts) {
    Map<String, Known> found = new HashMap<>();
    Map<String, Encoding> missing = new LinkedHashMap<>();
    for (String text : texts) {
      Known own = known.get(text);
      if (own == null) {
        missing.computeIfAbsent(text, vectors::encode);
      } else {
        found.put(text, own);
      }
    }
    if (!missing.isEmpty()) {
      vectors.evaluating(
          () -> {
            LengthGroups.of(List.copyOf(missing.entrySet()), each -> each.getValue().size())
                .forEach(group -> compute(group, found));
            return found;
          });
    }
    return found;
  }

  private void compute(List<Map.Entry<String, Encoding>> group, Map<String, Known> found) {
    TokenBatch batch =
        TokenBatch.of(
            group.stream().map(Map.Entry::getValue).toList(), vectors.tokenizer().padding());
    float[] all = vectors.bert().below(count, batch).toFloatArray();
    int line = all.length / group.size();
    int width = vectors.bert().config().hidden();
    for (int b = 0; b < group.size(); b++) {
      Encoding pieces = group.get(b).getValue();
      float[] own = Arrays.copyOfRange(all, b * line, b * line + pieces.size() * width);
      Known row = new Known(pieces, own);
      found.put(group.get(b).getKey(), row);
      if (numbers + own.length <= most) {
        numbers += own.length;
        known.put(group.get(b).getKey(), row);
      }
    }
  }
}
