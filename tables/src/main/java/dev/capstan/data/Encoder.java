package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a service keeps: schema, preprocessing, net and normalisation as one object and one file, so
 * that nothing has to be done again elsewhere and done differently.
 *
 * <pre>{@code
 * Encoder encoder = Encoder.load(Path.of("wine.encoder"));
 * float[] vector = encoder.encode(Map.of("alcohol", "13.2", "hue", "1.04", ...));
 * }</pre>
 *
 * <p>The net is Linear, ReLU, …, Linear, and its result is brought to length 1. An encoder never
 * changes: any number of threads may use one. While training goes on, {@link #publish} makes
 * another from the net as it is at that moment; a service keeps the latest in an {@code
 * AtomicReference}.
 *
 * <p>The file is a safetensors file: weights {@code net.0.weight}, {@code net.0.bias}, … by
 * PyTorch's names and shapes, and schema and card as JSON in its metadata.
 */
public final class Encoder {
  private static final String FORMAT = "capstan-encoder-1";

  private final Schema schema;
  private final EncoderNet net;
  private final ModelCard card;

  private Encoder(Schema schema, EncoderNet net, ModelCard card) {
    this.schema = schema;
    this.net = net;
    this.card = card;
  }

  /**
   * A net of the form that encoders have, with random first weights: its layers' widths in turn.
   */
  public static Sequential net(RandomGenerator random, int... widths) {
    requireNonNull(random, "random");
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i + 1 < widths.length; i++) {
      if (i > 0) {
        layers.add(Activation.relu());
      }
      layers.add(new Linear(widths[i], widths[i + 1], random));
    }
    layers.add(new L2Normalize());
    return new Sequential(layers.toArray(Layer[]::new));
  }

  /**
   * An encoder of a net as it is now; what is trained afterwards does not reach it. To be called by
   * the thread that trains, between two steps.
   *
   * @param net as {@link #net} makes it
   * @throws ShapeException if its layers do not fit the schema and each other
   */
  public static Encoder publish(Schema schema, NeuralModule net, ModelCard card) {
    requireNonNull(card, "card");
    return new Encoder(schema, EncoderNet.of(net, schema.width()), card);
  }

  // --- use ------------------------------------------------------------------------------------

  public Schema schema() {
    return schema;
  }

  public ModelCard card() {
    return card;
  }

  /** Numbers in a vector. */
  public int dimension() {
    return net.dimension();
  }

  /**
   * The vector of a row, of length 1.
   *
   * @param row names and cells; more than the schema asks for are of no account
   * @throws IllegalArgumentException naming the column that is absent or holds what it cannot hold
   */
  public float[] encode(Map<String, String> row) {
    return embed(Tensor.of(schema.encode(row), 1, schema.width())).toFloatArray();
  }

  /** The vectors of rows, {@code [N, E]}. */
  public Tensor encode(List<Map<String, String>> rows) {
    float[] all = new float[schema.elements(rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(schema.encode(rows.get(i)), 0, all, i * schema.width(), schema.width());
    }
    return embed(Tensor.of(all, rows.size(), schema.width()));
  }

  /** The vectors of a table's rows, {@code [N, E]}; messages name the line. */
  public Tensor encode(Table table) {
    return embed(schema.encode(table));
  }

  /** The vectors of rows that the schema has made numbers of, {@code [N, D]}. */
  public Tensor embed(Tensor x) {
    requireNonNull(x, "x");
    return net.embed(x);
  }

  // --- files ----------------------------------------------------------------------------------

  /** Writes the file whole, or not at all. */
  public void save(Path file) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("format", FORMAT);
    words.put("schema", SchemaJson.write(schema));
    words.put("card", SchemaJson.write(card));
    net.write(words, file);
  }

  /**
   * Reads what {@link #save} has written.
   *
   * @throws IOException if it is no encoder, or is damaged
   */
  public static Encoder load(Path file) throws IOException {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      Map<String, String> words = opened.metadata();
      if (!FORMAT.equals(words.get("format"))) {
        throw new IOException(
            "encoder: " + file + ": is no encoder (its metadata does not say " + FORMAT + ")");
      }
      return read(opened, words);
    } catch (IllegalArgumentException e) {
      throw new IOException("encoder: " + file + ": is damaged: " + e.getMessage(), e);
    }
  }

  private static Encoder read(SafetensorsFile opened, Map<String, String> words)
      throws IOException {
    Schema schema = SchemaJson.schema(words.getOrDefault("schema", ""));
    EncoderNet net = EncoderNet.read(opened, schema.width());
    net.requireUnchanged(words);
    return new Encoder(schema, net, SchemaJson.card(words.getOrDefault("card", "")));
  }

  @Override
  public String toString() {
    return "Encoder("
        + schema.features().size()
        + " columns, "
        + schema.width()
        + " numbers -> "
        + dimension()
        + ")";
  }
}
