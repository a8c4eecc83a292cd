package dev.capstan.text;

import dev.capstan.ops.Tensor;
import dev.capstan.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a static table's pieces find their rows: model2vec's {@code mapping} and {@code weights}. */
final class StaticTables {
  private StaticTables() {}

  static StaticVectors.Rows rows(
      Tensor table, Map<String, Tensor> tensors, Tokenizer tokenizer, Path file)
      throws IOException {
    @Nullable Tensor mapping = tensors.get("mapping");
    @Nullable Tensor weights = tensors.get("weights");
    int size = tokenizer.size();
    int[] rows = new int[mapping == null ? 0 : mapping.size()];
    for (int i = 0; mapping != null && i < rows.length; i++) {
      rows[i] = (int) mapping.at(i);
      if (rows[i] != mapping.at(i) || rows[i] < 0 || rows[i] >= table.shape().get(0)) {
        throw new IOException(file + ": mapping: piece " + i + " has row " + mapping.at(i));
      }
    }
    boolean fits = mapping == null ? table.shape().get(0) >= size : rows.length >= size;
    if (!fits || weights != null && weights.size() < size) {
      throw new IOException(
          file
              + ": the tokenizer has "
              + size
              + " pieces, the table "
              + (mapping == null ? table.shape().get(0) : rows.length)
              + " rows: they are not of one model");
    }
    boolean model2vec = tensors.containsKey("embeddings");
    return new StaticVectors.Rows(
        rows,
        weights == null ? new double[0] : weights.toArray(),
        model2vec ? tokenizer.unknown().orElse(-1) : -1);
  }
}
