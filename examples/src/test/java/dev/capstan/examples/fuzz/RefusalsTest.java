package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.InputReport;
import dev.capstan.data.Encoder;
import dev.capstan.data.FeatureColumn.CategoryColumn;
import dev.capstan.data.FeatureColumn.NumberColumn;
import dev.capstan.data.Table;
import dev.capstan.losses.NtXentLoss;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.health.HealthListener;
import dev.capstan.losses.health.HealthListener.Level;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.nn.Loading;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.RowDistances;
import dev.capstan.nn.io.Npy;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.metrics.Pca;
import dev.capstan.nn.optim.Adagrad;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.ParameterGroup;
import dev.capstan.nn.optim.UpdateOptions;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fuzz.FileFuzzer.Reading;
import dev.capstan.text.encoder.BertConfig;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.TokenizerJson;
import dev.capstan.text.tokenizer.Vocabulary;
import dev.capstan.text.train.SimilarityScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the fuzzer found, each by its smallest call, with the sentence that answers it now. */
final class RefusalsTest {
  private static final String LONG = "x".repeat(5_000);

  private static final EmbeddingBatch TWO =
      EmbeddingBatch.of(IntTensor.of(0, 0), Tensor.of(new double[][] {{1, 0}, {0, 1}}));

  private static void refuses(String message, Executable call) {
    RuntimeException refusal = assertThrows(RuntimeException.class, call);
    assertEquals(message, refusal.getMessage());
  }

  private static String shortRefusal(Executable call) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    assertTrue(message.length() < 500, message.length() + " characters");
    return message;
  }

  @Test
  void pairsOfAnotherBatchAreRefused() {
    Mined ofThree =
        new AllMiner()
            .mine(
                EmbeddingBatch.of(IntTensor.of(0, 0, 1), Tensor.of(new double[3][2])),
                DotProductSimilarity.cosine());
    Mined ofTwo = new AllMiner().mine(TWO, DotProductSimilarity.cosine());
    refuses(
        "Pairs: got pairs of a matrix of 3 columns, up to row 2, expected those of a matrix of"
            + " shape [2, 2]; mine the batch that the loss is of",
        () -> new NtXentLoss().terms(TWO, ofThree, Tensor.of(new double[2][2])));
    refuses(
        "logits: got shape [2, 3], expected [2, 2]: one for each row and column of the batch",
        () -> new NtXentLoss().terms(TWO, ofTwo, Tensor.of(new double[2][3])));
  }

  @Test
  void aRowWithoutRoomIsRefused() {
    refuses(
        "column 'n': got a row of 2 numbers and place 2, expected room for 1",
        () -> new NumberColumn("n", 0, 1).encode("1", new float[2], 2));
    refuses(
        "column 'c': got a row of 2 numbers and place 1, expected room for 2",
        () -> new CategoryColumn("c", List.of("a", "b")).encode("a", new float[2], 1));
    refuses(
        "column 'n': got 'one', expected a number that float32 can hold",
        () -> new NumberColumn("n", 0, 1).encode("one", new float[2], 0));
  }

  @Test
  void aTableThatDoesNotFitItselfIsRefused() {
    List<List<String>> rows = List.of(List.of("1", "2"));
    refuses(
        "t: got 2 line numbers for 1 rows, expected one a row",
        () -> new Table("t", List.of("a", "b"), rows, new int[2]));
    refuses(
        "t: row 0: got 2 cells, expected 1 as in the header",
        () -> Table.of("t", List.of("a"), rows));
    refuses("t: two columns are called 'a'", () -> Table.of("t", List.of("a", "a"), rows));
  }

  @Test
  void messagesStayShortWhateverTheNames() {
    List<String> columns = IntStream.range(0, 300).mapToObj(i -> i + LONG).toList();
    Table table = Table.of(LONG, columns, List.of());
    String none = shortRefusal(() -> table.column(LONG));
    assertTrue(none.endsWith("and 295 more"), none);

    NeuralModule module = new Linear(2, 3, new SplittableRandom(1));
    Map<String, Tensor> others = new LinkedHashMap<>();
    columns.forEach(name -> others.put(name, Tensor.of(1.0)));
    others.put("weight", Tensor.of(1f));
    String differs = Loading.of(module, others).differences();
    assertTrue(differs.length() < 450, differs.length() + " characters");
    assertTrue(differs.startsWith("missing [bias]; not in the module [0xxx"), differs);
    assertTrue(
        differs.endsWith("of another form ['weight': got float32 [1], expected float32 [3, 2]]"),
        differs);
    String load = shortRefusal(() -> module.load(others));
    assertTrue(load.startsWith("load: missing [bias]"), load);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what a cast lets through is what is tried
  void optionsOfAnotherOptimizerAreRefused() {
    List<ParameterGroup<? extends UpdateOptions>> groups = new ArrayList<>();
    groups.add(ParameterGroup.of(new Linear(2, 3, new SplittableRandom(1)), Adam.Options.of(0.1)));
    refuses(
        "adagrad: got a group with Adam.Options, expected Adagrad.Options in every group",
        () -> new Adagrad((List) groups));
  }

  @Test
  void placesThatAreNotThereAreRefused() {
    refuses(
        "distances: got row 3, expected one of 3, from 0", () -> RowDistances.of(1, 2, 3).at(3));
    refuses(
        "nearest: got k = -1, expected 0 or more", () -> RowDistances.of(1, 2, 3).nearest(-1, -1));
    refuses(
        "encoding: got position 3, expected one of 3, from 0", () -> Encoding.of(1, 2, 3).id(3));
    refuses(
        "position: got element 0, expected one of 0, from 0",
        () -> new InputReport("x", new int[] {2, 0}, true, List.of()).position(0));
    refuses(
        "gradcheck: ofScalar: got a point of 2 variables, expected one",
        () -> GradCheck.ofScalar(x -> x, x -> 1).at(1, 2).check());
  }

  @Test
  void rowsThatHaveNoComponentsAreRefused() {
    refuses(
        "pca: got 0 components of [3, 2], expected 1 or more of D",
        () -> Pca.of(Tensor.of(new double[3][2]), 0));
    refuses(
        "pca: got 1 components of [3, 0], expected 1 or more of D",
        () -> Pca.of(Tensor.of(new double[3][0]), 1));
    refuses(
        "pca: got rows with NaN or an infinity, expected finite numbers",
        () -> Pca.of(Tensor.of(new double[][] {{1, Double.NaN}, {2, 3}}), 1));
    refuses(
        "similarity: got embeddings [4, 2, 2] and [4, 2, 2] with 4 scores, expected [N, D] twice"
            + " with N scores, N of 2 or more",
        () ->
            SimilarityScores.of(
                Tensor.of(new double[16]).reshape(4, 2, 2),
                Tensor.of(new double[16]).reshape(4, 2, 2),
                new double[4]));
  }

  @Test
  void aFolderIsNamedWhereAFileIsRead(@TempDir Path folder) {
    List<Reading> readings =
        List.of(
            Npy::read,
            Safetensors::read,
            EmbeddingIndex::load,
            Encoder::load,
            Table::read,
            Vocabulary::read,
            TokenizerJson::read,
            BertConfig::read);
    for (Reading reading : readings) {
      String message =
          String.valueOf(assertThrows(IOException.class, () -> reading.read(folder)).getMessage());
      assertTrue(message.endsWith(folder + ": is a folder, expected a file"), message);
    }
  }

  @Test
  void whatIsPrintedSaysWhatItIs() {
    Tensor x = Tensor.of(1.0, 2.0);
    assertEquals(
        "GradCheck(exp at float64 [2]; order 1, AUTO; check() runs it)",
        GradCheck.of((Tensor v) -> v.exp()).at(x).named("exp").toString());
    assertEquals(
        "GradCheck(at 2 variables; order 1, AUTO; check() runs it)",
        GradCheck.ofArray(v -> v[0], v -> v).at(1, 2).toString());
    assertEquals(
        "Primitive(bell of float64 [2]; 1 of 1 rules; record() computes it)",
        Primitive.of("bell", x).value(v -> v.exp()).vjp((g, y) -> g.mul(y)).toString());
    assertEquals("EmbeddingBatch(float64 [2, 2] with itself)", TWO.toString());
    assertEquals(
        "EmbeddingBatch(float64 [2, 2] against float64 [2, 2])",
        EmbeddingBatch.ofPairs(TWO.embeddings(), TWO.embeddings()).toString());
    assertEquals(
        "Pca(1 components of rows of 2)",
        Pca.of(Tensor.of(new double[][] {{1, 2}, {2, 4}}), 1).toString());
    String listener =
        new HealthListener(DotProductSimilarity.cosine(), Level.margin(0.2), h -> {}, w -> {})
            .toString();
    assertTrue(listener.startsWith("HealthListener(DotProductSimilarity["), listener);
    assertTrue(listener.endsWith("warns after 10 batches in a row; lasting now: {})"), listener);
  }
}
