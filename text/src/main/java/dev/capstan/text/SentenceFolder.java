package dev.capstan.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.capstan.nn.Layer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.encoder.BertFiles;
import dev.capstan.text.encoder.TokenPooling;
import dev.capstan.text.internal.JsonTree;
import dev.capstan.text.internal.StoredWeights;
import dev.capstan.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a sentence encoder: which there are, and whose numbers they hold.
 *
 * <p>Every small file of the folder is kept as it was read, so that {@link #save} writes a folder
 * that differs in weights alone.
 */
final class SentenceFolder {
  private final Map<String, byte[]> texts;

  /** What is written to each file of weights: the path of each parameter, by its name there. */
  private final Map<String, Map<String, String>> weights = new LinkedHashMap<>();

  private final OptionalDouble dropout;

  private SentenceFolder(Map<String, byte[]> texts, OptionalDouble dropout) {
    this.texts = texts;
    this.dropout = dropout;
  }

  static long bytes(Path folder) throws IOException {
    requireFolder(folder);
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static void requireFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no folder; expected one of sentence-transformers");
    }
  }

  static SentenceEncoder open(Path folder, DType dtype, OptionalDouble dropout) throws IOException {
    requireFolder(folder);
    SentenceFolder files = new SentenceFolder(FolderTexts.read(folder), dropout);
    return files.read(folder, dtype);
  }

  private SentenceEncoder read(Path folder, DType dtype) throws IOException {
    Path modules = folder.resolve("modules.json");
    if (Files.exists(modules)) {
      return readModules(folder, JsonTree.read(modules), dtype);
    }
    Path config = folder.resolve("config.json");
    boolean model2vec =
        Files.exists(config)
            && JsonTree.read(config).path("model_type").asText().equals("model2vec");
    if (model2vec) {
      boolean normalizes = JsonTree.read(config).path("normalize").asBoolean(true);
      List<Layer> after = normalizes ? List.of(new L2Normalize()) : List.of();
      return new SentenceEncoder(readStatic(folder, "", dtype), after, this);
    }
    return new SentenceEncoder(
        readBert(folder, "", List.of(TokenPooling.MEAN), dtype), List.of(), this);
  }

  private SentenceEncoder readModules(Path folder, JsonNode modules, DType dtype)
      throws IOException {
    TextVectors vectors = null;
    String first = "";
    List<Layer> after = new ArrayList<>();
    for (JsonNode each : modules) {
      String type = each.path("type").asText();
      String path = inside(each.path("path").asText(), folder.resolve("modules.json"));
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "Transformer" -> first = path;
        case "StaticEmbedding" -> vectors = readStatic(folder, path, dtype);
        case "Pooling" ->
            vectors =
                readBert(
                    folder,
                    first,
                    PoolingJson.read(folder.resolve(path).resolve("config.json")),
                    dtype);
        case "Dense" -> {
          DenseHead head = readDense(folder, path, after.size() + 1, width(vectors, after), dtype);
          after.add(head);
        }
        case "Normalize" -> after.add(new L2Normalize());
        default ->
            throw new IOException(
                folder.resolve("modules.json")
                    + ": '"
                    + type
                    + "' is not known here; expected Transformer, Pooling, Dense, Normalize or"
                    + " StaticEmbedding");
      }
    }
    if (vectors == null) {
      throw new IOException(
          folder.resolve("modules.json")
              + ": neither a Transformer with a Pooling nor a StaticEmbedding");
    }
    return new SentenceEncoder(vectors, after, this);
  }

  private PooledBert readBert(Path folder, String path, List<TokenPooling> poolings, DType dtype)
      throws IOException {
    Path at = folder.resolve(path);
    Bert bert = BertFiles.open(at, dtype, dropout);
    Tokenizer tokenizer = TokenizerFiles.open(at, bert.config().maxLength());
    if (tokenizer.size() > bert.config().vocabulary()) {
      throw new IOException(
          at
              + ": the tokenizer has "
              + tokenizer.size()
              + " pieces, the table of words "
              + bert.config().vocabulary()
              + " rows: they are not of one model");
    }
    if (tokenizer.padding() < 0 || tokenizer.padding() >= bert.config().vocabulary()) {
      throw new IOException(
          at
              + ": the tokenizer fills up with piece "
              + tokenizer.padding()
              + ", the table of words has "
              + bert.config().vocabulary()
              + " rows");
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : bert.namedParameters().keySet()) {
      names.put(BertFiles.nameInFile(bert.config(), name), "vectors.bert." + name);
    }
    weights.put(inFolder(path, "model.safetensors"), names);
    return new PooledBert(tokenizer, bert, poolings);
  }

  private StaticVectors readStatic(Path folder, String path, DType dtype) throws IOException {
    Path at = folder.resolve(path);
    Tokenizer tokenizer = TokenizerFiles.open(at, Integer.MAX_VALUE);
    Path file = at.resolve("model.safetensors");
    StoredWeights.requireFloatsOrBytes(file, each -> !each.equals("mapping"));
    Map<String, Tensor> tensors = Safetensors.read(file);
    StoredWeights.requireFinite(file, tensors);
    String name = tensors.containsKey("embeddings") ? "embeddings" : "embedding.weight";
    Tensor table = tensors.get(name);
    if (table == null || table.rank() != 2) {
      throw new IOException(file + ": no table 'embedding.weight' or 'embeddings' in it");
    }
    StaticVectors.Rows rows = StaticTables.rows(table, tensors, tokenizer, file);
    weights.put(inFolder(path, "model.safetensors"), Map.of(name, "vectors.weight"));
    return new StaticVectors(tokenizer, new Parameter("weight", table.to(dtype)), rows);
  }

  /**
   * A module's folder, which has to lie in the encoder's: what is read there is written there, too,
   * when the encoder is saved.
   */
  private static String inside(String path, Path file) throws IOException {
    if (path.indexOf('\\') >= 0
        || path.indexOf('\0') >= 0
        || path.startsWith("/")
        || List.of(path.split("/")).contains("..")) {
      throw new IOException(file + ": path '" + path + "', expected a folder in this one");
    }
    return path;
  }

  /** How many numbers a vector has by now; 0 before there is one. */
  private static int width(@Nullable TextVectors vectors, List<Layer> after) {
    int width = vectors == null ? 0 : vectors.dimension();
    for (Layer layer : after) {
      width = layer instanceof DenseHead dense ? dense.outputs() : width;
    }
    return width;
  }

  private DenseHead readDense(Path folder, String path, int number, int width, DType dtype)
      throws IOException {
    Path at = folder.resolve(path);
    JsonNode config = JsonTree.read(at.resolve("config.json"));
    Path file = at.resolve("model.safetensors");
    StoredWeights.requireFloats(file, each -> true);
    Map<String, Tensor> tensors = Safetensors.read(file);
    StoredWeights.requireFinite(file, tensors);
    Tensor weight = tensors.get("linear.weight");
    if (weight == null || weight.rank() != 2) {
      throw new IOException(file + ": no matrix 'linear.weight' in it");
    }
    int outputs = weight.shape().get(0);
    Tensor bias = tensors.getOrDefault("linear.bias", Tensor.zeros(weight.dtype(), outputs));
    if (weight.shape().get(1) != width || !bias.shape().equals(Shape.of(outputs))) {
      throw new IOException(
          file
              + ": weight "
              + weight.shape()
              + " and bias "
              + bias.shape()
              + " do not fit vectors of "
              + width
              + " numbers");
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      if (!name.equals("linear.weight") && !name.equals("linear.bias")) {
        throw new IOException(
            file + ": '" + name + "' is not known here; expected linear.weight and linear.bias");
      }
      names.put(name, "after" + number + "." + name);
    }
    weights.put(inFolder(path, "model.safetensors"), names);
    return new DenseHead(
        new Linear(
            new Parameter("weight", weight.to(dtype)), new Parameter("bias", bias.to(dtype))),
        activation(config.path("activation_function").asText(), at));
  }

  private static Activation activation(String name, Path at) throws IOException {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "Identity" -> Activation.of("identity", x -> x);
      case "Tanh" -> Activation.tanh();
      case "ReLU" -> Activation.relu();
      case "Sigmoid" -> Activation.sigmoid();
      default ->
          throw new IOException(
              at.resolve("config.json")
                  + ": activation_function '"
                  + name
                  + "' is not known here; expected Identity, Tanh, ReLU or Sigmoid");
    };
  }

  private static String inFolder(String path, String file) {
    return path.isEmpty() ? file : path + "/" + file;
  }

  /** Writes the small files as they were, and the weights as they are. */
  void save(NeuralModule encoder, Path target) throws IOException {
    Map<String, Parameter> parameters = encoder.namedParameters();
    FolderTexts.write(texts, target);
    for (Map.Entry<String, Map<String, String>> file : weights.entrySet()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, String> each : file.getValue().entrySet()) {
        Parameter parameter = parameters.get(each.getValue());
        if (parameter == null) {
          throw new IllegalStateException("save: no parameter '" + each.getValue() + "'");
        }
        tensors.put(each.getKey(), parameter.constant().to(DType.FLOAT32));
      }
      Path to = target.resolve(file.getKey());
      Files.createDirectories(FolderTexts.parent(to));
      Safetensors.write(tensors, to);
    }
  }
}
