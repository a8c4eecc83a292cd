package dev.capstan.text.encoder;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Recomputed;
import dev.capstan.nn.Replication;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.text.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * An encoder of the BERT family: pieces of text in, a vector for each out.
 *
 * <pre>{@code
 * x₀ = norm(word + position + segment)
 * a  = norm(attention(x) + x),   x = norm(W₂ gelu(W₁ a) + a)     in each layer
 * }</pre>
 *
 * <p>Shapes: a batch of B texts of at most L pieces gives [B, L, H]. What stands at the places of
 * filling means nothing, and no piece of a text sees it. It makes lines longer, so a text's last
 * digits may depend on how far it is filled up; among texts of its own length it has the same bits.
 *
 * <p>Source: Devlin et al., arXiv:1810.04805.
 */
public final class Bert extends NeuralModule {
  private final BertConfig config;
  private final BertEmbeddings embeddings;
  private final List<BertLayer> layers;
  private final Kept kept;

  /** What a tape holds of a layer until the gradient is wanted. */
  public enum Kept {
    /** All that it computes. */
    EVERYTHING {
      @Override
      Tensor apply(BertLayer layer, UnaryOperator<Tensor> function, Tensor x) {
        return function.apply(x);
      }
    },
    /** What goes into it; the rest is computed once more. */
    INPUTS {
      @Override
      Tensor apply(BertLayer layer, UnaryOperator<Tensor> function, Tensor x) {
        return Recomputed.apply(layer, function, x);
      }
    };

    abstract Tensor apply(BertLayer layer, UnaryOperator<Tensor> function, Tensor x);
  }

  /** An encoder that knows nothing yet. */
  public Bert(BertConfig config, DType dtype, RandomGenerator random) {
    this(config, Parts.drawn(dtype, random));
  }

  /** An encoder of such parts. */
  Bert(BertConfig config, Parts parts) {
    this(
        config,
        new BertEmbeddings(config, parts.in("embeddings")),
        layers(config, parts.in("encoder.layer")),
        Kept.EVERYTHING);
  }

  private static List<BertLayer> layers(BertConfig config, Parts parts) {
    List<BertLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new BertLayer(config, parts.in(Integer.toString(i))));
    }
    return layers;
  }

  private Bert(BertConfig config, BertEmbeddings embeddings, List<BertLayer> layers, Kept kept) {
    this.config = config;
    this.embeddings = child("embeddings", embeddings);
    this.layers = List.copyOf(layers);
    this.kept = kept;
    child("encoder", new Group().with("layer", Group.numbered(layers)));
  }

  /** The sizes. */
  public BertConfig config() {
    return config;
  }

  /** The vectors [B, L, H] of a batch's pieces. */
  public Tensor apply(TokenBatch batch) {
    if (batch.size() == 0 || batch.length() == 0) {
      throw new ShapeException("bert: got a batch of " + batch.ids().shape() + ", expected texts");
    }
    return above(0, part("embeddings", () -> embeddings.apply(batch)), batch);
  }

  /**
   * What the first layers make of a batch, [B, L, H]: for training that leaves them as they are,
   * and need not compute them for a text again.
   *
   * @param count how many of the layers; 0 gives the first vectors
   * @throws IllegalArgumentException if there are fewer
   */
  public Tensor below(int count, TokenBatch batch) {
    requireLayers(count);
    Tensor x = part("embeddings", () -> embeddings.apply(batch));
    return through(0, count, x, batch);
  }

  /**
   * What the other layers make of {@link #below}: {@code above(n, below(n, batch), batch)} is
   * {@code apply(batch)}, to the bit.
   *
   * @throws IllegalArgumentException if there are fewer layers
   */
  public Tensor above(int count, Tensor below, TokenBatch batch) {
    requireNonNull(below, "below");
    requireLayers(count);
    return through(count, layers.size(), below, batch);
  }

  private Tensor through(int from, int to, Tensor first, TokenBatch batch) {
    BoolTensor seen = BoolTensor.of(batch.mask().toArray(), batch.size(), 1, 1, batch.length());
    Tensor x = first;
    for (int i = from; i < to; i++) {
      BertLayer layer = layers.get(i);
      Tensor before = x;
      x = part("layer " + i, () -> kept.apply(layer, in -> layer.apply(in, seen), before));
    }
    return x;
  }

  private void requireLayers(int count) {
    if (count < 0 || count > layers.size()) {
      throw new IllegalArgumentException(
          "bert: layers: got " + count + ", expected 0 to " + layers.size());
    }
  }

  /** As {@link #apply(TokenBatch)}, of texts that are filled up here. */
  public Tensor apply(List<Encoding> texts) {
    return apply(TokenBatch.of(texts, config.padding()));
  }

  /** The layers in order, for training only some of them. */
  public List<NeuralModule> layers() {
    return List.copyOf(layers);
  }

  /**
   * The same encoder, weights and all, of whose layers a tape keeps as much: with {@link
   * Kept#INPUTS} training takes the memory of one layer where it took that of all, and a third more
   * time; the gradient is the same to the bit.
   */
  public Bert keeping(Kept much) {
    Bert same = new Bert(config, embeddings, layers, requireNonNull(much, "much"));
    if (!training()) {
      same.eval();
    }
    return same;
  }

  @Override
  public Bert replica() {
    return (Bert) super.replica();
  }

  @Override
  protected Bert copy(Replication copies) {
    return new Bert(config, copies.of(embeddings), layers.stream().map(copies::of).toList(), kept);
  }
}
