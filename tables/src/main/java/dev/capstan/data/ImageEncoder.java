package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.data.ImageFolder.Form;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a service of pictures keeps: size and colours, net and normalisation as one object and one
 * file, as {@link Encoder} is for tables.
 *
 * <pre>{@code
 * ImageEncoder encoder = ImageEncoder.load(Path.of("birds.encoder"));
 * float[] vector = encoder.encode(Path.of("unknown.jpg"));
 * }</pre>
 *
 * <p>The net is one that {@link Encoder#net} makes. An encoder never changes: any number of threads
 * may use one.
 */
public final class ImageEncoder {
  /** What a file's metadata says under {@code format}. */
  public static final String FORMAT = "capstan-image-encoder-1";

  /** Pictures that are in memory at once. */
  private static final int BLOCK = 256;

  private final Form form;
  private final List<String> classes;
  private final EncoderNet net;
  private final ModelCard card;

  private ImageEncoder(Form form, List<String> classes, EncoderNet net, ModelCard card) {
    this.form = form;
    this.classes = List.copyOf(classes);
    this.net = net;
    this.card = card;
  }

  /**
   * An encoder of a net as it is now; what is trained afterwards does not reach it. To be called by
   * the thread that trains, between two steps.
   *
   * @param classes the names of those it was trained on
   * @throws dev.capstan.ops.ShapeException if the net's layers do not fit the form and each other
   */
  public static ImageEncoder publish(
      Form form, List<String> classes, NeuralModule net, ModelCard card) {
    requireNonNull(form, "form");
    requireNonNull(classes, "classes");
    requireNonNull(net, "net");
    requireNonNull(card, "card");
    return new ImageEncoder(form, classes, EncoderNet.of(net, form.features()), card);
  }

  public Form form() {
    return form;
  }

  /** The names of the classes that it was trained on. */
  public List<String> classes() {
    return classes;
  }

  public ModelCard card() {
    return card;
  }

  /** Numbers in a vector. */
  public int dimension() {
    return net.dimension();
  }

  // --- use ------------------------------------------------------------------------------------

  /**
   * The vector of a picture, of length 1.
   *
   * @throws IOException naming the file, if it is no picture, or a damaged one
   */
  public float[] encode(Path picture) throws IOException {
    requireNonNull(picture, "picture");
    return embed(Tensor.of(ImageFile.read(picture, form), 1, form.features())).toFloatArray();
  }

  /**
   * The vectors of a folder's pictures, {@code [N, E]}, which are read a few hundred at a time.
   *
   * @throws IllegalArgumentException if the folder was opened with another form
   * @throws IOException naming the file that is no picture, or a damaged one
   */
  public Tensor encode(ImageFolder folder) throws IOException {
    if (!folder.form().equals(form)) {
      throw new IllegalArgumentException(
          "encode: got pictures as " + folder.form() + ", expected " + form);
    }
    List<Tensor> parts = new ArrayList<>();
    try {
      for (int from = 0; from < folder.size(); from += BLOCK) {
        int[] rows = IntStream.range(from, Math.min(folder.size(), from + BLOCK)).toArray();
        parts.add(embed(folder.batch(rows).features()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Movement.concat(0, parts.toArray(Tensor[]::new));
  }

  /** The vectors of pictures that {@link ImageFolder} has made numbers of, {@code [N, D]}. */
  public Tensor embed(Tensor x) {
    requireNonNull(x, "x");
    return net.embed(x);
  }

  // --- files ----------------------------------------------------------------------------------

  /** Writes the file whole, or not at all. */
  public void save(Path file) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("format", FORMAT);
    words.put("pictures", SchemaJson.write(form, classes));
    words.put("card", SchemaJson.write(card));
    net.write(words, file);
  }

  /**
   * Reads what {@link #save} has written.
   *
   * @throws IOException if it is no encoder of pictures, or is damaged
   */
  public static ImageEncoder load(Path file) throws IOException {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      Map<String, String> words = opened.metadata();
      if (!FORMAT.equals(words.get("format"))) {
        throw new IOException(
            "encoder: "
                + file
                + ": is no encoder of pictures (its metadata does not say "
                + FORMAT
                + ")");
      }
      String pictures = words.getOrDefault("pictures", "");
      Form form = SchemaJson.form(pictures);
      EncoderNet net = EncoderNet.read(opened, form.features());
      net.requireUnchanged(words);
      return new ImageEncoder(
          form, SchemaJson.classes(pictures), net, SchemaJson.card(words.getOrDefault("card", "")));
    } catch (IllegalArgumentException e) {
      throw new IOException("encoder: " + file + ": is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "ImageEncoder("
        + form.width()
        + " × "
        + form.height()
        + " "
        + form.color().name().toLowerCase(Locale.ROOT)
        + " -> "
        + dimension()
        + ")";
  }
}
