package dev.capstan.text;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.ops.DType;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts to vectors whose angles say how alike they are: a folder of sentence-transformers or
 * model2vec, opened as it lies on disk.
 *
 * <pre>{@code
 * SentenceEncoder encoder = SentenceEncoder.open(Path.of("all-MiniLM-L6-v2"));
 * Tensor vectors = encoder.encode(List.of("A large striped wild cat", "Tigers live in Asia"));
 * }</pre>
 *
 * <p>It is a module: {@link #apply} is recorded and trained like any other, {@link #encode} gives
 * constants. {@code encode} gives a text the same bits alone and among others; {@code apply} fills
 * shorter texts up, which may change last digits. Other threads work on replicas; see {@link
 * TextServer}.
 *
 * <p>Source: Reimers and Gurevych, arXiv:1908.10084.
 */
public final class SentenceEncoder extends NeuralModule {
  /** Texts that are encoded together; enough to share each weight that is read. */
  static final int BATCH = 32;

  private final TextVectors vectors;
  private final List<Layer> after;
  private final SentenceFolder folder;

  SentenceEncoder(TextVectors vectors, List<Layer> after, SentenceFolder folder) {
    this.vectors = child("vectors", vectors);
    this.after = List.copyOf(after);
    this.folder = folder;
    for (int i = 0; i < after.size(); i++) {
      child("after" + (i + 1), after.get(i));
    }
  }

  /**
   * Opens a folder in float32: {@code modules.json} with Transformer, Pooling, Dense and Normalize,
   * or StaticEmbedding; a folder of model2vec; or that of an encoder alone, whose pieces are then
   * averaged.
   *
   * @throws IOException if a file is missing or damaged, or asks for a part that is not known here
   */
  public static SentenceEncoder open(Path folder) throws IOException {
    requireNonNull(folder, "folder");
    return open(folder, DType.FLOAT32);
  }

  /** As {@link #open(Path)}, computing in another precision. */
  public static SentenceEncoder open(Path folder, DType dtype) throws IOException {
    requireNonNull(folder, "folder");
    requireNonNull(dtype, "dtype");
    SentenceEncoder encoder = SentenceFolder.open(folder, dtype);
    encoder.eval();
    return encoder;
  }

  /**
   * Writes a folder like the one that was opened, with the weights of now; sentence-transformers
   * and model2vec open it.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path target) throws IOException {
    requireNonNull(target, "target");
    folder.save(this, target);
  }

  // --- computing ------------------------------------------------------------------------------

  /** The vectors [N, D] of texts; recorded inside a step, constants elsewhere. */
  public Tensor apply(List<String> texts) {
    requireNonNull(texts, "texts");
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("encoder: got no text, expected one or more");
    }
    return applyTo(texts.stream().map(vectors::encode).toList());
  }

  /** As {@link #apply(List)}, of texts that are cut into pieces already. */
  public Tensor applyTo(List<Encoding> texts) {
    requireNonNull(texts, "texts");
    Tensor y = vectors.apply(texts);
    for (Layer layer : after) {
      y = layer.apply(y);
    }
    return y;
  }

  /** The vectors [N, D] of texts as constants, in their order; none give [0, D]. */
  public Tensor encode(List<String> texts) {
    requireNonNull(texts, "texts");
    return evaluating(() -> inBatches(texts));
  }

  /** The vector of one text. */
  public float[] encode(String text) {
    requireNonNull(text, "text");
    return encode(List.of(text)).toFloatArray();
  }

  /**
   * Texts of one length at a time, so that nothing is filled up: filling is seen by no piece, but
   * it lengthens the lines over which attention is summed, and with them the order of additions. So
   * no bit of a vector depends on the other texts.
   */
  private Tensor inBatches(List<String> texts) {
    List<Encoding> pieces = texts.stream().map(vectors::encode).toList();
    List<Integer> byLength = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      byLength.add(i);
    }
    byLength.sort((a, b) -> Integer.compare(pieces.get(b).size(), pieces.get(a).size()));
    double[] out = new double[Math.multiplyExact(texts.size(), dimension())];
    DType[] dtype = {DType.FLOAT32};
    int to;
    for (int from = 0; from < byLength.size(); from = to) {
      to = from;
      int length = pieces.get(byLength.get(from)).size();
      while (to < Math.min(byLength.size(), from + BATCH)
          && pieces.get(byLength.get(to)).size() == length) {
        to++;
      }
      List<Integer> rows = byLength.subList(from, to);
      Tensor batch = applyTo(rows.stream().map(pieces::get).toList());
      dtype[0] = batch.dtype();
      for (int r = 0; r < rows.size(); r++) {
        double[] vector = Indexing.select(batch, 0, r).toArray();
        System.arraycopy(vector, 0, out, rows.get(r) * dimension(), vector.length);
      }
    }
    return Tensor.of(out, texts.size(), dimension()).to(dtype[0]);
  }

  // --- what it is made of ---------------------------------------------------------------------

  /** D. */
  public int dimension() {
    int dimension = vectors.dimension();
    for (Layer layer : after) {
      dimension = layer instanceof DenseHead dense ? dense.outputs() : dimension;
    }
    return dimension;
  }

  /** What cuts texts into pieces. */
  public Tokenizer tokenizer() {
    return vectors.tokenizer();
  }

  /** The encoder of the BERT family inside, if there is one; to freeze some of its layers. */
  public Optional<Bert> bert() {
    return vectors instanceof PooledBert pooled ? Optional.of(pooled.bert()) : Optional.empty();
  }

  /** Whether vectors have length 1. */
  public boolean normalizes() {
    return !after.isEmpty() && after.get(after.size() - 1) instanceof L2Normalize;
  }

  SentenceFolder folder() {
    return folder;
  }

  @Override
  public SentenceEncoder replica() {
    return (SentenceEncoder) super.replica();
  }

  @Override
  protected SentenceEncoder copy(Replication copies) {
    return new SentenceEncoder(copies.of(vectors), after.stream().map(copies::of).toList(), folder);
  }
}
