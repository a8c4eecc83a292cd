package dev.capstan.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.Match;
import dev.capstan.nn.index.Metric;
import dev.capstan.ops.ShapeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers beside those of the exact index. */
final class HnswIndexTest {
  private static final int WIDTH = 8;

  @TempDir private Path folder = Path.of("");

  private static float[][] vectors(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    float[][] all = new float[count][WIDTH];
    for (float[] each : all) {
      for (int j = 0; j < WIDTH; j++) {
        each[j] = random.nextFloat() - 0.5f;
      }
    }
    return all;
  }

  private static void write(Path folder, Metric metric, float[][] all, int from, int to)
      throws IOException {
    try (HnswWriter writer = HnswWriter.open(folder, WIDTH, metric)) {
      for (int i = from; i < to; i++) {
        writer.add("v" + i, all[i], "p" + i);
      }
      writer.commit();
    }
  }

  private static EmbeddingIndex exact(Metric metric, float[][] all) {
    EmbeddingIndex exact = EmbeddingIndex.create(WIDTH, metric);
    for (int i = 0; i < all.length; i++) {
      exact.add("v" + i, all[i], "p" + i);
    }
    return exact;
  }

  private static List<String> ids(List<Match> matches) {
    return matches.stream().map(Match::id).toList();
  }

  /** Where all are candidates, nothing is missed; a cosine of float vectors is off by its ulps. */
  @ParameterizedTest
  @EnumSource(Metric.class)
  void withAllAsCandidatesTheAnswersAreExact(Metric metric) throws IOException {
    float[][] all = vectors(300, 1);
    all[7] = new float[WIDTH];
    write(folder, metric, all, 0, 300);
    EmbeddingIndex exact = exact(metric, all);
    try (HnswIndex index = HnswIndex.open(folder)) {
      assertEquals("HnswIndex(" + folder + ", 300 vectors of 8, " + metric + ")", index.toString());
      for (float[] query : vectors(20, 2)) {
        List<Match> expected = exact.search(query, 10);
        List<Match> got = index.search(query, 10, 300);
        assertEquals(ids(expected), ids(got));
        for (int i = 0; i < 10; i++) {
          assertEquals(expected.get(i).distance(), got.get(i).distance(), 1e-6);
          assertEquals(expected.get(i).payload(), got.get(i).payload());
        }
      }
    }
  }

  /** Uniform vectors of eight numbers are easy: a graph that misses one in twenty is broken. */
  @Test
  void walksFindNearlyAll() throws IOException {
    float[][] all = vectors(3000, 3);
    try (HnswWriter writer = HnswWriter.open(folder, WIDTH, Metric.COSINE)) {
      for (int i = 0; i < all.length; i++) {
        writer.add("v" + i, all[i]);
      }
      writer.merge();
      writer.commit();
    }
    EmbeddingIndex exact = exact(Metric.COSINE, all);
    int hits = 0;
    try (HnswIndex index = HnswIndex.open(folder)) {
      for (float[] query : vectors(100, 4)) {
        List<String> expected = ids(exact.search(query, 10));
        hits += (int) ids(index.search(query, 10)).stream().filter(expected::contains).count();
      }
    }
    assertTrue(hits >= 950, hits + " of 1000");
  }

  @Test
  void whatIsReplacedOrRemovedIsFoundNoMore() throws IOException {
    float[][] all = vectors(50, 5);
    write(folder, Metric.EUCLIDEAN, all, 0, 50);
    HnswIndex before = HnswIndex.open(folder);
    try (HnswWriter writer = HnswWriter.open(folder, WIDTH, Metric.EUCLIDEAN)) {
      writer.add("v3", all[4], "new");
      writer.remove("v9");
      writer.commit();
      writer.remove("v10");
    }
    try (HnswIndex index = HnswIndex.open(folder)) {
      assertEquals(49, index.size());
      assertEquals(List.of("v3", "v4"), ids(index.search(all[4], 2)));
      assertEquals(Optional.of("new"), index.find(all[4], 0).map(Match::payload));
      assertFalse(index.contains("v9"));
      assertTrue(index.contains("v10"), "what was not committed is given up");
      assertEquals(49, index.search(all[0], 100).size());
    }
    assertEquals(50, before.size());
    assertEquals(List.of("v9"), ids(before.search(all[9], 1)));
    before.close();
  }

  @Test
  void partitionsBecomeOneIndex() throws IOException {
    float[][] all = vectors(400, 6);
    List<Path> parts = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      parts.add(folder.resolve("part" + p));
      write(parts.get(p), Metric.COSINE, all, 100 * p, 100 * (p + 1));
    }
    Path whole = folder.resolve("whole");
    try (HnswWriter writer = HnswWriter.open(whole, WIDTH, Metric.COSINE)) {
      writer.addIndexes(parts);
      writer.merge();
      writer.commit();
    }
    EmbeddingIndex exact = exact(Metric.COSINE, all);
    try (HnswIndex index = HnswIndex.open(whole)) {
      for (float[] query : vectors(20, 7)) {
        assertEquals(ids(exact.search(query, 5)), ids(index.search(query, 5, 400)));
      }
    }
    try (HnswWriter writer = HnswWriter.open(whole, WIDTH, Metric.COSINE)) {
      assertEquals(
          "hnsw: " + whole + ": name 'v100' occurs twice",
          assertThrows(IOException.class, () -> writer.addIndexes(parts.subList(1, 2)))
              .getMessage());
    }
    try (HnswIndex index = HnswIndex.open(whole)) {
      assertEquals(400, index.size());
    }
  }

  @Test
  void otherVectorsAreRefused() throws IOException {
    write(folder, Metric.COSINE, vectors(5, 8), 0, 5);
    assertEquals(
        "hnsw: " + folder + ": an index of vectors of 8 by COSINE, expected 8 by DOT",
        assertThrows(IOException.class, () -> HnswWriter.open(folder, WIDTH, Metric.DOT))
            .getMessage());
    assertEquals(
        "hnsw: width: got 1025, expected 1 to 1024, which is as many numbers as Lucene takes;"
            + " project wider vectors, or search exactly by EmbeddingIndex",
        assertThrows(
                IllegalArgumentException.class, () -> HnswWriter.open(folder, 1025, Metric.COSINE))
            .getMessage());
    try (HnswWriter writer = HnswWriter.open(folder, WIDTH, Metric.COSINE)) {
      float[] nan = new float[WIDTH];
      nan[2] = Float.NaN;
      assertEquals(
          "add: got NaN at 2, expected finite numbers",
          assertThrows(IllegalArgumentException.class, () -> writer.add("x", nan)).getMessage());
      assertThrows(ShapeException.class, () -> writer.add("x", new float[3]));
    }
    try (HnswIndex index = HnswIndex.open(folder)) {
      assertEquals(5, index.size());
      assertThrows(ShapeException.class, () -> index.search(new float[3], 1));
      assertThrows(IllegalArgumentException.class, () -> index.search(new float[WIDTH], -1));
      assertThrows(IllegalArgumentException.class, () -> index.search(new float[WIDTH], 5, 4));
      assertEquals(List.of(), index.search(new float[WIDTH], 0));
    }
  }

  @Test
  void manyThreadsGetTheSameAnswers() throws IOException {
    float[][] all = vectors(500, 9);
    write(folder, Metric.EUCLIDEAN, all, 0, 500);
    try (HnswIndex index = HnswIndex.open(folder)) {
      List<List<Match>> alone = Arrays.stream(all).map(query -> asked(index, query)).toList();
      List<List<Match>> together =
          IntStream.range(0, 500).parallel().mapToObj(i -> asked(index, all[i])).toList();
      assertEquals(alone, together);
    }
  }

  private static List<Match> asked(HnswIndex index, float[] query) {
    try {
      return index.search(query, 5);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNoIndexIsRefusedByItsFolder() throws IOException {
    assertEquals(
        "hnsw: no index in " + folder,
        assertThrows(IOException.class, () -> HnswIndex.open(folder)).getMessage());
    write(folder, Metric.COSINE, vectors(50, 10), 0, 50);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> !f.endsWith("write.lock")).toList();
    }
    assertTrue(files.size() > 2, files::toString);
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
        Files.write(file, Arrays.copyOf(whole, length));
        String message =
            String.valueOf(
                assertThrows(IOException.class, () -> HnswIndex.open(folder).close()).getMessage());
        assertTrue(message.startsWith("hnsw: "), message);
      }
      Files.write(file, whole);
    }
    HnswIndex.open(folder).close();
  }
}
