package dev.capstan.text;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * A text as the mean of its pieces' rows of a table: no attention, no order, tens of thousands of
 * texts a second. A text without a known piece is zeros.
 *
 * <p>Source: StaticEmbedding of sentence-transformers; model2vec, whose tables may weigh each piece
 * and let several pieces share a row.
 */
final class StaticVectors extends TextVectors {
  private final Parameter table;
  private final Rows rows;

  /** How many pieces of a text are taken; a table has no positions that would limit them. */
  private final int most;

  /**
   * How pieces find their rows.
   *
   * @param row the row of each piece; empty for its own number
   * @param weight the factor of each piece; empty for 1
   * @param ignored the number of a piece that is left out, −1 for none
   */
  record Rows(int[] row, double[] weight, int ignored) {
    static Rows plain() {
      return new Rows(new int[0], new double[0], -1);
    }

    int rowOf(int piece) {
      return row.length == 0 ? piece : row[piece];
    }

    double weightOf(int piece) {
      return weight.length == 0 ? 1 : weight[piece];
    }
  }

  StaticVectors(Tokenizer tokenizer, Parameter table, Rows rows) {
    this(tokenizer, table, rows, Integer.MAX_VALUE);
  }

  private StaticVectors(Tokenizer tokenizer, Parameter table, Rows rows, int most) {
    super(tokenizer);
    this.table = parameter(table);
    this.rows = rows;
    this.most = most;
  }

  @Override
  Encoding encode(String text) {
    int[] all = tokenizer().pieces(text);
    int[] kept = Arrays.stream(all).filter(id -> id != rows.ignored()).limit(most).toArray();
    return Encoding.of(kept);
  }

  @Override
  Tensor apply(List<Encoding> texts) {
    int length = Math.max(1, texts.stream().mapToInt(Encoding::size).max().orElse(0));
    int[] ids = new int[texts.size() * length];
    double[] shares = new double[ids.length];
    for (int b = 0; b < texts.size(); b++) {
      Encoding text = texts.get(b);
      for (int i = 0; i < text.size(); i++) {
        ids[b * length + i] = rows.rowOf(text.id(i));
        shares[b * length + i] = rows.weightOf(text.id(i)) / text.size();
      }
    }
    Tensor found = Indexing.embedding(table.value(), IntTensor.of(ids, texts.size(), length));
    Tensor weights =
        Tensor.generate(found.dtype(), Shape.of(texts.size(), length, 1), i -> shares[i]);
    return Reductions.sum(Elementwise.mul(found, weights), 1);
  }

  @Override
  StaticVectors withMaxLength(int most) {
    return new StaticVectors(tokenizer().withMaxLength(most), table, rows, most);
  }

  @Override
  StaticVectors keeping(Bert.Kept kept) {
    throw new IllegalArgumentException("encoder: a static one has no layers to compute again");
  }

  @Override
  int dimension() {
    return table.constant().shape().get(1);
  }

  @Override
  protected StaticVectors copy(Replication copies) {
    return new StaticVectors(tokenizer(), copies.of(table), rows, most);
  }
}
