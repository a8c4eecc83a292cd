package dev.capstan.text;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

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
  /**
   * Pieces that are computed together: enough to share each weight that is read, and few enough for
   * what is computed of them (a width of 1,536 in float32 takes 6 MB) to be little beside the
   * weights.
   */
  private static final int PIECES = 1024;

  /** Texts of a stream that are sorted by length together. */
  private static final int BLOCK = 2048;

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
    return open(folder, dtype, OptionalDouble.empty());
  }

  /**
   * As {@link #open(Path, DType)}, with another share of dropout than the folder's: what training
   * drops in each layer and of attention.
   *
   * @param dropout from 0, for none, up to but without 1; empty for what the folder says
   */
  public static SentenceEncoder open(Path folder, DType dtype, OptionalDouble dropout)
      throws IOException {
    requireNonNull(folder, "folder");
    requireNonNull(dtype, "dtype");
    requireNonNull(dropout, "dropout");
    SentenceEncoder encoder = SentenceFolder.open(folder, dtype, dropout);
    encoder.eval();
    return encoder;
  }

  /**
   * How many bytes of weights a folder holds, without opening it.
   *
   * @throws IOException if there is no such folder
   */
  public static long bytes(Path folder) throws IOException {
    requireNonNull(folder, "folder");
    return SentenceFolder.bytes(folder);
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
    return finished(LengthGroups.apply(texts, Encoding::size, vectors::apply));
  }

  /** What stands after the pieces' vectors have become one. */
  Tensor finished(Tensor y) {
    Tensor x = y;
    for (Layer layer : after) {
      x = layer.apply(x);
    }
    return x;
  }

  TextVectors vectors() {
    return vectors;
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
   * The vectors of texts as they come, in their order, without more than some thousand of either in
   * memory: for files that are larger than it.
   *
   * <pre>{@code
   * try (Stream<String> lines = Files.lines(file)) {
   *   encoder.encode(lines.iterator()).forEachRemaining(vector -> index.add(vector));
   * }
   * }</pre>
   */
  public Iterator<float[]> encode(Iterator<String> texts) {
    requireNonNull(texts, "texts");
    return new Iterator<>() {
      private final Deque<float[]> ready = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        return !ready.isEmpty() || texts.hasNext();
      }

      @Override
      public float[] next() {
        if (ready.isEmpty()) {
          List<String> block = new ArrayList<>();
          while (texts.hasNext() && block.size() < BLOCK) {
            block.add(texts.next());
          }
          if (block.isEmpty()) {
            throw new NoSuchElementException("encode: no text is left");
          }
          ready.addAll(rows(block));
        }
        return ready.remove();
      }
    };
  }

  private List<float[]> rows(List<String> texts) {
    float[] all = encode(texts).toFloatArray();
    int width = dimension();
    return IntStream.range(0, texts.size())
        .mapToObj(i -> Arrays.copyOfRange(all, i * width, (i + 1) * width))
        .toList();
  }

  /**
   * Texts of one length at a time, so that nothing is filled up: filling is seen by no piece, but
   * it lengthens the lines over which attention is summed, and with them the order of additions. So
   * no bit of a vector depends on the other texts.
   */
  private Tensor inBatches(List<String> texts) {
    List<Encoding> pieces = texts.stream().map(vectors::encode).toList();
    List<Integer> byLength =
        IntStream.range(0, pieces.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -pieces.get(i).size()))
            .toList();
    Rows out = new Rows(texts.size(), dimension());
    int to;
    for (int from = 0; from < byLength.size(); from = to) {
      int length = pieces.get(byLength.get(from)).size();
      int most = Math.min(byLength.size(), from + Math.max(1, PIECES / Math.max(1, length)));
      to = from + 1;
      while (to < most && pieces.get(byLength.get(to)).size() == length) {
        to++;
      }
      List<Integer> rows = byLength.subList(from, to);
      out.put(rows, applyTo(rows.stream().map(pieces::get).toList()));
    }
    return out.tensor();
  }

  /** Vectors that come in another order than they are wanted in. */
  private static final class Rows {
    private final int count;
    private final int width;
    private float[] single = {};
    private double[] all = {};

    Rows(int count, int width) {
      this.count = count;
      this.width = width;
    }

    void put(List<Integer> rows, Tensor batch) {
      int size = Math.multiplyExact(count, width);
      boolean floats = batch.dtype() == DType.FLOAT32;
      single = floats && single.length == 0 ? new float[size] : single;
      all = !floats && all.length == 0 ? new double[size] : all;
      Object from = floats ? batch.toFloatArray() : batch.toArray();
      for (int r = 0; r < rows.size(); r++) {
        System.arraycopy(from, r * width, floats ? single : all, rows.get(r) * width, width);
      }
    }

    Tensor tensor() {
      return all.length > 0
          ? Tensor.of(all, count, width)
          : Tensor.of(single.length > 0 ? single : new float[count * width], count, width);
    }
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

  /**
   * The same encoder, weights and all, that cuts texts off after fewer pieces: attention grows with
   * the square of the length.
   *
   * @throws IllegalArgumentException if the model's own tokens alone are more
   */
  public SentenceEncoder withMaxLength(int most) {
    return withVectors(vectors.withMaxLength(most));
  }

  /**
   * The same encoder, weights and all, of whose layers a tape keeps as much: see {@link
   * Bert#keeping}.
   *
   * @throws IllegalArgumentException if it is static
   */
  public SentenceEncoder keeping(Bert.Kept much) {
    return withVectors(vectors.keeping(much));
  }

  private SentenceEncoder withVectors(TextVectors other) {
    SentenceEncoder same = new SentenceEncoder(other, after, folder);
    if (!training()) {
      same.eval();
    }
    return same;
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
