package dev.capstan.examples.report;

import dev.capstan.examples.train.Outcome;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which test rows the page shows with their neighbours. */
final class Queries {
  private static final int NEIGHBOURS = 8;
  private static final int MOST_WRONG = 4;
  private static final int MOST = 10;

  private Queries() {}

  /** A test row and those nearest to it, nearest first. */
  record Query(int row, int[] nearest) {}

  /**
   * Up to four rows whose neighbours are wrong, those with most errors first, then the first row
   * without an error of one class after the other; ten in all.
   */
  static List<Query> of(Outcome outcome) {
    Dataset test = outcome.split().test();
    List<Query> all = all(outcome.after());
    List<Query> chosen =
        new ArrayList<>(
            all.stream()
                .filter(q -> wrong(q, test) > 0)
                .sorted(Comparator.comparingInt((Query q) -> -wrong(q, test)))
                .limit(MOST_WRONG)
                .toList());
    for (int c = 0; c < test.classes() && chosen.size() < MOST; c++) {
      int label = c;
      all.stream()
          .filter(q -> test.label(q.row()) == label && wrong(q, test) == 0)
          .findFirst()
          .ifPresent(chosen::add);
    }
    return chosen;
  }

  private static List<Query> all(Tensor embedded) {
    Query[] found = new Query[embedded.shape().get(0)];
    NearestNeighbors.of(embedded, Metric.EUCLIDEAN)
        .eachOther(NEIGHBOURS, (row, nearest) -> found[row] = new Query(row, nearest));
    return List.of(found);
  }

  private static int wrong(Query query, Dataset test) {
    int wrong = 0;
    for (int row : query.nearest()) {
      wrong += test.label(row) == test.label(query.row()) ? 0 : 1;
    }
    return wrong;
  }
}
