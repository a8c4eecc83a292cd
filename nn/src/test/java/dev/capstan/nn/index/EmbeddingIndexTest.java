package dev.capstan.nn.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.DType;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An index against a map that is sorted anew for each query. */
final class EmbeddingIndexTest {
  private static final int WIDTH = 5;

  /** Five products of numbers up to 4, each rounded to float32, and a length. */
  private static final double TOLERANCE = 5 * 16 * Math.ulp(1f);

  private final SplittableRandom random = new SplittableRandom(7);

  private float[] vector() {
    float[] v = new float[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      v[j] = (float) random.nextDouble(-2, 2);
    }
    return v;
  }

  private static double distance(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double square = 0;
    double la = 0;
    double lb = 0;
    for (int j = 0; j < a.length; j++) {
      dot += (double) a[j] * b[j];
      square += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
      la += (double) a[j] * a[j];
      lb += (double) b[j] * b[j];
    }
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(square);
      case COSINE -> 1 - dot / Math.sqrt(la * lb);
      case DOT -> -dot;
    };
  }

  private static void assertSameAnswers(
      EmbeddingIndex index, Map<String, float[]> naive, float[] query, int k) {
    List<String> expected =
        naive.keySet().stream()
            .sorted(
                Comparator.comparingDouble(
                    id -> distance(index.metric(), query, naive.getOrDefault(id, query))))
            .limit(k)
            .toList();
    List<Match> found = index.search(query, k);
    assertEquals(expected, found.stream().map(Match::id).toList());
    for (Match match : found) {
      assertEquals(
          distance(index.metric(), query, naive.getOrDefault(match.id(), query)),
          match.distance(),
          TOLERANCE);
      assertEquals("about " + match.id(), match.payload());
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void vectorsComeAndGoAndSurviveAFile(Metric metric, @TempDir Path folder) throws IOException {
    EmbeddingIndex index = EmbeddingIndex.create(WIDTH, metric);
    Map<String, float[]> naive = new LinkedHashMap<>();
    for (int step = 0; step < 6000; step++) {
      String id = "row " + random.nextInt(3000);
      if (random.nextInt(4) == 0) {
        assertEquals(naive.remove(id) != null, index.remove(id));
      } else {
        float[] v = vector();
        naive.put(id, v);
        index.add(id, v, "about " + id);
      }
      if (step % 500 == 499) {
        assertSameAnswers(index, naive, vector(), 7);
      }
    }
    assertEquals(naive.size(), index.size());
    assertTrue(index.size() > 1024, "more than one block");

    Path file = folder.resolve("v.index");
    index.save(file);
    EmbeddingIndex loaded = EmbeddingIndex.load(file);
    assertSameAnswers(loaded, naive, vector(), 20);

    // A loaded index changes in memory, and the file when it is saved again over itself.
    String gone = naive.keySet().iterator().next();
    naive.remove(gone);
    assertTrue(loaded.remove(gone));
    float[] v = vector();
    naive.put("ü", v);
    loaded.add("ü", v, "about ü");
    assertSameAnswers(loaded, naive, vector(), 20);
    loaded.save(file);
    assertSameAnswers(EmbeddingIndex.load(file), naive, vector(), 20);
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void manyQueriesAreAnsweredAsOneByOne() {
    EmbeddingIndex index = EmbeddingIndex.create(WIDTH, Metric.EUCLIDEAN);
    List<String> names = IntStream.range(0, 5000).mapToObj(i -> "v" + i).toList();
    index.addAll(names, Tensor.randn(DType.FLOAT32, random, 5000, WIDTH));
    Tensor queries = Tensor.randn(DType.FLOAT32, random, 50, WIDTH);

    List<List<Match>> together = index.search(queries, 9);
    float[] rows = queries.toFloatArray();
    for (int q = 0; q < 50; q++) {
      float[] query = Arrays.copyOfRange(rows, q * WIDTH, (q + 1) * WIDTH);
      assertEquals(index.search(query, 9), together.get(q));
    }
    assertEquals(5000, index.search(vector(), 1_000_000).size());
    assertEquals(List.of(), index.search(vector(), 0));
  }

  @Test
  void whatIsTooFarIsUnknown() {
    EmbeddingIndex index = EmbeddingIndex.create(1, Metric.EUCLIDEAN);
    assertEquals(Optional.empty(), index.find(new float[] {1}, 1e9));
    index.add("a", new float[] {10});

    assertEquals(Optional.of(new Match("a", 2, "")), index.find(new float[] {8}, 2));
    assertEquals(Optional.empty(), index.find(new float[] {8}, 1.999));
  }

  @Test
  void whatIsNoVectorIsRefusedAndNothingIsAdded() {
    EmbeddingIndex index = EmbeddingIndex.create(2, Metric.COSINE);
    assertEquals(
        "add: got vectors [1, 3], expected [N, 2]",
        assertThrows(ShapeException.class, () -> index.add("a", new float[3])).getMessage());
    assertEquals(
        "addAll: row 1 holds NaN at [1, 0], expected finite numbers; a model that has diverged gives"
            + " such rows",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    index.addAll(
                        List.of("a", "b"), Tensor.of(new float[][] {{1, 2}, {Float.NaN, 0}})))
            .getMessage());
    assertEquals(
        "addAll: got 1 names for rows [2, 2], expected as many",
        assertThrows(
                ShapeException.class,
                () -> index.addAll(List.of("a"), Tensor.of(new float[][] {{1, 2}, {3, 0}})))
            .getMessage());
    assertEquals(0, index.size());
    assertEquals(
        "search: k: got -1, expected 0 or more",
        assertThrows(IllegalArgumentException.class, () -> index.search(new float[2], -1))
            .getMessage());
  }

  @Test
  void aSpoiltFileIsRefused(@TempDir Path folder) throws IOException {
    EmbeddingIndex index = EmbeddingIndex.create(2, Metric.DOT);
    index.add("first", new float[] {1, 2}, "p");
    index.add("second", new float[] {3, 4});
    Path file = folder.resolve("v.index");
    index.save(file);
    byte[] whole = Files.readAllBytes(file);
    Path spoilt = folder.resolve("spoilt.index");

    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 999) {
      Files.write(spoilt, Arrays.copyOf(whole, length));
      IOException e = assertThrows(IOException.class, () -> EmbeddingIndex.load(spoilt));
      assertTrue(String.valueOf(e.getMessage()).startsWith("index: " + spoilt), e::getMessage);
    }
    // Every bit of header (40 bytes) and names (28); of what follows one in each seventh
    // byte, each bit of a byte in turn, and all of the sum at the end.
    int sum = 8 * (whole.length - 8);
    for (int bit = 0; bit < 8 * whole.length; bit += bit < 8 * 68 || bit >= sum ? 1 : 57) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(spoilt, changed);
      IOException e =
          assertThrows(IOException.class, () -> EmbeddingIndex.load(spoilt), "bit " + bit);
      assertTrue(
          bit < 8 * 68
              || String.valueOf(e.getMessage())
                  .equals(
                      "index: "
                          + spoilt
                          + ": its vectors have been changed: their checksum is wrong"),
          e::getMessage);
    }
    Files.write(spoilt, Arrays.copyOf(whole, whole.length + 1));
    assertThrows(IOException.class, () -> EmbeddingIndex.load(spoilt));
    assertThrows(IOException.class, () -> EmbeddingIndex.load(folder.resolve("none")));
  }

  /** Version 1 ended with the vectors. */
  @Test
  void aFileOfTheFirstVersionStillOpens(@TempDir Path folder) throws IOException {
    EmbeddingIndex index = EmbeddingIndex.create(2, Metric.EUCLIDEAN);
    index.add("first", new float[] {1, 2}, "p");
    Path file = folder.resolve("v.index");
    index.save(file);
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer old = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length - 8));
    old.putInt(8, 1);
    int table = (int) old.getLong(24);
    CRC32 sum = new CRC32();
    sum.update(old.array(), 0, 32);
    sum.update(old.array(), 40, table);
    old.putLong(32, sum.getValue());
    Files.write(file, old.array());

    EmbeddingIndex opened = EmbeddingIndex.load(file);
    assertArrayEquals(new float[] {1, 2}, opened.vector("first").orElseThrow());
    opened.save(file);
    assertArrayEquals(whole, Files.readAllBytes(file));
  }

  @Test
  void searchesAndChangesMayGoOnAtOnce() throws InterruptedException {
    EmbeddingIndex index = EmbeddingIndex.create(WIDTH, Metric.EUCLIDEAN);
    float[] origin = new float[WIDTH];
    index.add("origin", origin);
    AtomicBoolean wrong = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      Thread reader =
          new Thread(
              () -> {
                for (int i = 0; i < 300; i++) {
                  List<Match> found = index.search(origin, 3);
                  boolean sound =
                      found.get(0).id().equals("origin") && found.get(0).distance() == 0;
                  wrong.compareAndSet(false, !sound);
                }
              });
      readers.add(reader);
      reader.start();
    }
    for (int i = 0; i < 3000; i++) {
      index.add("v" + i % 1500, vector());
      index.remove("v" + (i + 700) % 1500);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertFalse(wrong.get());
  }

  @Test
  void aThresholdHoldsThePrecisionItPromises() {
    double[] distances = {0.1, 0.2, 0.2, 0.3, 0.4, 0.5};
    boolean[] matches = {true, true, false, true, true, false};
    Calibration calibration = Calibration.ofPairs(distances, matches);

    assertEquals(5, calibration.thresholds().size());
    assertEquals(
        new Calibration.Threshold(0.1, 1, 0.25, 1), calibration.atPrecision(0.9).orElseThrow());
    assertEquals(
        new Calibration.Threshold(0.4, 0.8, 1, 5), calibration.atPrecision(0.75).orElseThrow());
    assertEquals(0.3, calibration.atRecall(0.7).orElseThrow().distance());
    assertEquals(0.4, calibration.best().distance());
    assertEquals(
        Optional.empty(),
        Calibration.ofPairs(new double[] {1, 2}, new boolean[] {false, true}).atPrecision(0.9));
    assertEquals(
        "calibration: got 1 distances, 1 marks and 0 matches, expected as many, and one match or"
            + " more",
        assertThrows(
                IllegalArgumentException.class,
                () -> Calibration.ofPairs(new double[] {1}, new boolean[1]))
            .getMessage());
  }

  @Test
  void aVectorIsKeptAsItWas() {
    EmbeddingIndex index = EmbeddingIndex.create(2, Metric.EUCLIDEAN);
    index.add("a", new float[] {3, 4});
    assertArrayEquals(new float[] {3, 4}, index.vector("a").orElseThrow());
    EmbeddingIndex cosine = EmbeddingIndex.create(2, Metric.COSINE);
    cosine.add("a", new float[] {3, 4});
    assertArrayEquals(new float[] {0.6f, 0.8f}, cosine.vector("a").orElseThrow());
    assertTrue(cosine.contains("a") && cosine.vector("b").isEmpty());
  }
}
