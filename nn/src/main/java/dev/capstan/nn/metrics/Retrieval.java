package dev.capstan.nn.metrics;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.MatrixRows;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.nn.index.RowDistances;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How well queries find rows of their class. Either each row in turn is the query and never part of
 * its own gallery ({@link #of}), or queries and gallery are apart ({@link #between}).
 *
 * <p>With R the number of a gallery's rows of the query's class and hit(i) whether the i-th nearest
 * row is one of them, a query's
 *
 * <ul>
 *   <li>Recall@K is 1 if one of the K nearest is a hit; precision@1 is Recall@1;
 *   <li>R-precision is 1/R · Σ hit(i) over i ≤ R;
 *   <li>MAP@R is 1/R · Σ hit(i) · (hits up to i) / i over i ≤ R (Musgrave, Belongie, Lim 2020);
 *   <li>NDCG@R is Σ hit(i) / log₂(i + 1) over i ≤ R, divided by its value if all were hits;
 *   <li>reciprocal rank is 1 / the rank of the first hit.
 * </ul>
 *
 * Queries whose class has no other row in the gallery count in no mean. Labels are compared for
 * equality alone: any int will do. Rows at equal distance come in the order of their index. Memory
 * is the gallery's and a few rows of distances; float64 rows are ranked in float64.
 */
public final class Retrieval {
  /** What came of one query; null where its class has no other row. */
  private record Query(int firstHit, double rPrecision, double precision, double ndcg) {}

  private final Classes classes;
  private final int[] label;
  private final List<Query> answered;

  private Retrieval(Classes classes, Query[] queries) {
    this.classes = classes;
    this.label =
        IntStream.range(0, queries.length)
            .filter(q -> queries[q] != null)
            .map(q -> classes.of()[q])
            .toArray();
    this.answered = Arrays.stream(queries).filter(q -> q != null).toList();
  }

  /**
   * Scores rows {@code [N, D]} by their labels {@code [N]}.
   *
   * @throws dev.capstan.ops.ShapeException if there are not as many labels as rows
   * @throws IllegalArgumentException if a row is not finite, or no label occurs twice
   */
  public static Retrieval of(Tensor rows, IntTensor labels, Metric metric) {
    requireNonNull(metric, "metric");
    Classes.requireLabels("retrieval", rows, labels);
    return of(NearestNeighbors.of(rows, metric).parallelFor(labels.size()), rows, labels);
  }

  /** As {@link #of(Tensor, IntTensor, Metric)}, over a gallery made of the same rows. */
  public static Retrieval of(NearestNeighbors gallery, Tensor rows, IntTensor labels) {
    Classes classes = classesOf(gallery, rows, labels);
    return of(classes, gallery::distancesOfAll);
  }

  /**
   * Scores rows that are no vectors, as texts compared word by word are, by whatever distances.
   *
   * @param labels of the rows, {@code [N]}
   * @param distances for each row those to all, its own included
   */
  public static Retrieval ofDistances(IntTensor labels, IntFunction<RowDistances> distances) {
    requireNonNull(distances, "distances");
    int n = requireNonNull(labels, "labels").size();
    return of(
        Classes.of(labels.toArray()),
        visitor -> {
          for (int row = 0; row < n; row++) {
            RowDistances each = distances.apply(row);
            if (each.size() != n) {
              throw new ShapeException(
                  "retrieval: got " + each.size() + " distances of row " + row + ", expected " + n);
            }
            visitor.visit(row, each);
          }
        });
  }

  private static Retrieval of(
      Classes classes, Consumer<NearestNeighbors.DistanceVisitor> distances) {
    int[] sizes = classes.sizes();
    if (Arrays.stream(sizes).noneMatch(size -> size > 1)) {
      throw new IllegalArgumentException(
          "retrieval: got "
              + classes.count()
              + " labels for as many rows, expected one that two rows share; a row alone in its"
              + " class has nothing to find");
    }
    int[] y = classes.of();
    Query[] queries = new Query[y.length];
    distances.accept(
        (q, its) -> {
          if (sizes[y[q]] > 1) {
            queries[q] = query(its, y, y[q], sizes[y[q]] - 1, q);
          }
        });
    return new Retrieval(classes, queries);
  }

  /**
   * Scores queries {@code [Q, D]} by what they find in a gallery {@code [N, D]}.
   *
   * @throws IllegalArgumentException if a row is not finite, or no query's label is in the gallery
   */
  public static Retrieval between(
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels,
      Metric metric) {
    requireNonNull(gallery, "gallery");
    requireNonNull(galleryLabels, "galleryLabels");
    requireNonNull(queries, "queries");
    requireNonNull(queryLabels, "queryLabels");
    requireNonNull(metric, "metric");
    Classes.requireLabels("retrieval", gallery, galleryLabels);
    Classes.requireLabels("retrieval", queries, queryLabels);
    MatrixRows.requireFinite("retrieval: gallery", gallery);
    MatrixRows.requireFinite("retrieval: queries", queries);
    Classes all = Classes.of(queryLabels.toArray(), galleryLabels.toArray());
    int[] asked = Arrays.copyOf(all.of(), queryLabels.size());
    int[] y = Arrays.copyOfRange(all.of(), queryLabels.size(), all.of().length);
    int[] sizes = new Classes(all.names(), y).sizes();
    if (Arrays.stream(asked).noneMatch(c -> sizes[c] > 0)) {
      throw new IllegalArgumentException(
          "retrieval: no label of the queries is in the gallery, so there is nothing to find");
    }
    Query[] found = new Query[asked.length];
    NearestNeighbors.of(gallery, metric)
        .parallelFor(asked.length)
        .distances(
            queries,
            (q, distances) -> {
              if (sizes[asked[q]] > 0) {
                found[q] = query(distances, y, asked[q], sizes[asked[q]], -1);
              }
            });
    return new Retrieval(new Classes(all.names(), asked), found);
  }

  private static Query query(RowDistances distances, int[] y, int own, int r, int except) {
    int[] nearest = distances.nearest(r, except);
    int hits = 0;
    double precision = 0;
    double gain = 0;
    double ideal = 0;
    for (int i = 0; i < r; i++) {
      double discount = StrictMath.log(2) / StrictMath.log(i + 2.0);
      ideal += discount;
      if (y[nearest[i]] == own) {
        hits++;
        precision += (double) hits / (i + 1);
        gain += discount;
      }
    }
    return new Query(
        firstHit(distances, y, own, except), (double) hits / r, precision / r, gain / ideal);
  }

  /** The rank, from 1, of the nearest row of the class. */
  private static int firstHit(RowDistances distances, int[] y, int own, int except) {
    int best = -1;
    for (int i = 0; i < y.length; i++) {
      if (y[i] == own && i != except && (best < 0 || distances.at(i) < distances.at(best))) {
        best = i;
      }
    }
    double least = distances.at(best);
    int rank = 1;
    for (int i = 0; i < y.length; i++) {
      boolean before = distances.at(i) < least || distances.at(i) == least && i < best;
      rank += before && i != except ? 1 : 0;
    }
    return rank;
  }

  // --- what came of it ------------------------------------------------------------------------

  /** How many queries entered the means. */
  public int queries() {
    return answered.size();
  }

  /** How many queries have a row of their class among the k nearest. */
  public Proportion recall(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("recall: k: got " + k + ", expected 1 or more");
    }
    return new Proportion(answered.stream().filter(q -> q.firstHit <= k).count(), queries());
  }

  /** The share of queries with a row of their class among the k nearest. */
  public double recallAt(int k) {
    return recall(k).share();
  }

  /** The share of queries whose nearest row is of their class. */
  public double recallAt1() {
    return recallAt(1);
  }

  /** The same as {@link #recallAt1}, by its other name. */
  public double precisionAt1() {
    return recallAt1();
  }

  public double mapAtR() {
    return mean(answered.stream().mapToDouble(Query::precision).toArray());
  }

  public double rPrecision() {
    return mean(answered.stream().mapToDouble(Query::rPrecision).toArray());
  }

  public double ndcgAtR() {
    return mean(answered.stream().mapToDouble(Query::ndcg).toArray());
  }

  /** The mean of reciprocal ranks, whole rankings long. */
  public double meanReciprocalRank() {
    return mean(answered.stream().mapToDouble(q -> 1.0 / q.firstHit).toArray());
  }

  /** The standard error of {@link #mapAtR} over queries. */
  public double mapAtRError() {
    double mean = mapAtR();
    double sum =
        answered.stream().mapToDouble(q -> (q.precision - mean) * (q.precision - mean)).sum();
    return queries() < 2 ? 0 : Math.sqrt(sum / (queries() - 1.0) / queries());
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  /**
   * How one class fares.
   *
   * @param label the class
   * @param recallAt1 of its queries
   * @param mapAtR of its queries
   */
  public record ClassScore(int label, Proportion recallAt1, double mapAtR) {
    public ClassScore {
      requireNonNull(recallAt1, "recallAt1");
    }
  }

  /** Each class that has a query, by label. */
  public List<ClassScore> perClass() {
    List<ClassScore> scores = new ArrayList<>();
    for (int c = 0; c < classes.count(); c++) {
      int own = c;
      List<Query> of =
          IntStream.range(0, label.length)
              .filter(q -> label[q] == own)
              .mapToObj(answered::get)
              .toList();
      if (!of.isEmpty()) {
        long hits = of.stream().filter(q -> q.firstHit == 1).count();
        double map = mean(of.stream().mapToDouble(Query::precision).toArray());
        scores.add(new ClassScore(classes.names()[c], new Proportion(hits, of.size()), map));
      }
    }
    return scores;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Recall@1 %s, MAP@R %.4f ± %.4f, R-precision %.4f, NDCG@R %.4f, MRR %.4f",
        recall(1),
        mapAtR(),
        mapAtRError(),
        rPrecision(),
        ndcgAtR(),
        meanReciprocalRank());
  }

  /** The classes of rows that are the gallery itself. */
  private static Classes classesOf(NearestNeighbors gallery, Tensor rows, IntTensor labels) {
    requireNonNull(gallery, "gallery");
    Classes classes = Classes.of("retrieval", rows, labels);
    MatrixRows.requireFinite("retrieval", rows);
    if (gallery.size() != classes.of().length) {
      throw new ShapeException(
          "retrieval: got a gallery of "
              + gallery.size()
              + " rows, and rows "
              + rows.shape()
              + ", expected the gallery of these rows");
    }
    return classes;
  }

  // --- short forms ----------------------------------------------------------------------------

  /** Recall@1 alone, for the price of one neighbour a query. */
  public static double recallAt1(NearestNeighbors gallery, Tensor rows, IntTensor labels) {
    Classes classes = classesOf(gallery, rows, labels);
    int[] y = classes.of();
    int[] sizes = classes.sizes();
    boolean[] hit = new boolean[y.length];
    gallery.eachOther(1, (q, nearest) -> hit[q] = sizes[y[q]] > 1 && y[nearest[0]] == y[q]);
    long queries = IntStream.of(y).filter(c -> sizes[c] > 1).count();
    return (double) IntStream.range(0, hit.length).filter(q -> hit[q]).count() / queries;
  }

  /**
   * The share of queries whose nearest row of the gallery bears their label: the accuracy of a
   * classifier by one neighbour.
   */
  public static double accuracy(
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels,
      Metric metric) {
    requireNonNull(galleryLabels, "galleryLabels");
    requireNonNull(queries, "queries");
    requireNonNull(queryLabels, "queryLabels");
    requireNonNull(metric, "metric");
    Classes.requireLabels("accuracy", queries, queryLabels);
    return accuracy(
        NearestNeighbors.of(gallery, metric).parallelFor(queryLabels.size()),
        gallery,
        galleryLabels,
        queries,
        queryLabels);
  }

  /** As {@link #accuracy(Tensor, IntTensor, Tensor, IntTensor, Metric)}, over a gallery. */
  public static double accuracy(
      NearestNeighbors neighbors,
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels) {
    requireNonNull(gallery, "gallery");
    requireNonNull(galleryLabels, "galleryLabels");
    requireNonNull(queries, "queries");
    requireNonNull(queryLabels, "queryLabels");
    return ConfusionMatrix.ofNearest(neighbors, gallery, galleryLabels, queries, queryLabels)
        .accuracy()
        .share();
  }
}
