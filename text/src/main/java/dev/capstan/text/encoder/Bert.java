package dev.capstan.text.encoder;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.Replication;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.text.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;
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

  /** An encoder that knows nothing yet. */
  public Bert(BertConfig config, DType dtype, RandomGenerator random) {
    this(config, new Parts(dtype, random, Parts.Start.DRAWN));
  }

  /** An encoder of zeros, for a file to be read into. */
  static Bert blank(BertConfig config, DType dtype) {
    return new Bert(config, new Parts(dtype, new RandomStream(0), Parts.Start.BLANK));
  }

  private Bert(BertConfig config, Parts parts) {
    this(config, new BertEmbeddings(config, parts), layers(config, parts));
  }

  private static List<BertLayer> layers(BertConfig config, Parts parts) {
    List<BertLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new BertLayer(config, parts));
    }
    return layers;
  }

  private Bert(BertConfig config, BertEmbeddings embeddings, List<BertLayer> layers) {
    this.config = config;
    this.embeddings = child("embeddings", embeddings);
    this.layers = List.copyOf(layers);
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
    BoolTensor seen = BoolTensor.of(batch.mask().toArray(), batch.size(), 1, 1, batch.length());
    Tensor x = part("embeddings", () -> embeddings.apply(batch));
    for (int i = 0; i < layers.size(); i++) {
      BertLayer layer = layers.get(i);
      Tensor before = x;
      x = part("layer " + i, () -> layer.apply(before, seen));
    }
    return x;
  }

  /** As {@link #apply(TokenBatch)}, of texts that are filled up here. */
  public Tensor apply(List<Encoding> texts) {
    return apply(TokenBatch.of(texts, config.padding()));
  }

  /** The layers in order, for training only some of them. */
  public List<NeuralModule> layers() {
    return List.copyOf(layers);
  }

  @Override
  public Bert replica() {
    return (Bert) super.replica();
  }

  @Override
  protected Bert copy(Replication copies) {
    return new Bert(config, copies.of(embeddings), layers.stream().map(copies::of).toList());
  }
}
