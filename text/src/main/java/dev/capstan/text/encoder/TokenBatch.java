package dev.capstan.text.encoder;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.IntTensor;
import dev.capstan.text.tokenizer.Encoding;
import java.util.List;

/**
 * Texts of one batch, filled up to the longest.
 *
 * @param ids the pieces, [B, L]
 * @param segments their segments, [B, L]
 * @param mask which are pieces of a text and no filling, [B, L]
 */
public record TokenBatch(IntTensor ids, IntTensor segments, BoolTensor mask) {
  public TokenBatch {
    requireNonNull(ids, "ids");
    requireNonNull(segments, "segments");
    requireNonNull(mask, "mask");
  }

  /**
   * The texts side by side.
   *
   * @param padding the number of the piece that fills up
   */
  public static TokenBatch of(List<Encoding> texts, int padding) {
    int length = texts.stream().mapToInt(Encoding::size).max().orElse(0);
    int[] ids = new int[texts.size() * length];
    int[] segments = new int[ids.length];
    boolean[] mask = new boolean[ids.length];
    for (int b = 0; b < texts.size(); b++) {
      int[] own = texts.get(b).ids();
      int[] ownSegments = texts.get(b).segments();
      for (int i = 0; i < length; i++) {
        boolean inside = i < own.length;
        ids[b * length + i] = inside ? own[i] : padding;
        segments[b * length + i] = inside ? ownSegments[i] : 0;
        mask[b * length + i] = inside;
      }
    }
    int[] shape = {texts.size(), length};
    return new TokenBatch(
        IntTensor.of(ids, shape), IntTensor.of(segments, shape), BoolTensor.of(mask, shape));
  }

  /** How many texts there are. */
  public int size() {
    return ids.shape().get(0);
  }

  /** How many pieces the longest has. */
  public int length() {
    return ids.shape().get(1);
  }
}
