package dev.capstan.examples.train;

import dev.capstan.nn.index.RowDistances;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.IntTensor;
import java.util.Arrays;

/**
 * Texts compared by the words that they share, rare ones counting more: what learned vectors of
 * words must be better than. A word weighs how often it is in the text times its rarity; the
 * similarity is the cosine, 0 for a text without known words.
 */
final class TfIdf {
  /** A text's words, each once, and their weights at length 1. */
  private record Weighed(int[] words, double[] weights) {}

  private final Weighed[] texts;

  /** For each word, the texts that have it and its weights in them. */
  private final int[][] having;

  private final double[][] weights;

  private TfIdf(int[][] texts, double[] rarity) {
    this.texts = Arrays.stream(texts).map(text -> weighed(text, rarity)).toArray(Weighed[]::new);
    int[] counts = new int[rarity.length];
    for (Weighed text : this.texts) {
      Arrays.stream(text.words).forEach(word -> counts[word]++);
    }
    having = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    weights = Arrays.stream(counts).mapToObj(double[]::new).toArray(double[][]::new);
    Arrays.fill(counts, 0);
    for (int t = 0; t < this.texts.length; t++) {
      Weighed text = this.texts[t];
      for (int i = 0; i < text.words.length; i++) {
        int word = text.words[i];
        having[word][counts[word]] = t;
        weights[word][counts[word]++] = text.weights[i];
      }
    }
  }

  private static Weighed weighed(int[] text, double[] rarity) {
    int[] words = Arrays.stream(text).distinct().sorted().toArray();
    double[] weights = new double[words.length];
    double squares = 0;
    for (int i = 0; i < words.length; i++) {
      int word = words[i];
      weights[i] = rarity[word] * Arrays.stream(text).filter(w -> w == word).count();
      squares += weights[i] * weights[i];
    }
    for (int i = 0; i < words.length && squares > 0; i++) {
      weights[i] /= Math.sqrt(squares);
    }
    return new Weighed(words, weights);
  }

  /** How the test texts of a split fare. */
  static Score score(TextSplit split) {
    long start = System.nanoTime();
    TfIdf test = new TfIdf(split.test(), split.rarity());
    TfIdf train = new TfIdf(split.train(), split.rarity());
    Retrieval retrieval =
        Retrieval.ofDistances(
            IntTensor.of(split.testLabels()),
            row -> RowDistances.of(test.distances(test.texts[row])));
    int right = 0;
    for (int row = 0; row < test.texts.length; row++) {
      int nearest = RowDistances.of(train.distances(test.texts[row])).nearest(1, -1)[0];
      right += split.trainLabels()[nearest] == split.testLabels()[row] ? 1 : 0;
    }
    return new Score(
        "TF-IDF",
        retrieval.recallAt1(),
        retrieval.mapAtR(),
        (double) right / test.texts.length,
        new int[0],
        retrieval.queries(),
        (System.nanoTime() - start) * 1e-9);
  }

  private float[] distances(Weighed query) {
    double[] products = new double[texts.length];
    for (int i = 0; i < query.words.length; i++) {
      int word = query.words[i];
      for (int k = 0; k < having[word].length; k++) {
        products[having[word][k]] += query.weights[i] * weights[word][k];
      }
    }
    float[] distances = new float[products.length];
    for (int t = 0; t < distances.length; t++) {
      distances[t] = (float) (1 - products[t]);
    }
    return distances;
  }
}
