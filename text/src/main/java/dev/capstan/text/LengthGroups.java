package dev.capstan.text;

import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * A batch in groups of texts of about the same length, so that little is filled up: definitions of
 * WordNet in batches of 128 have 14 pieces in the mean and 32 at most, and more than half of what
 * would be computed is filling.
 */
final class LengthGroups {
  /** So many texts keep the products large enough to be fast. */
  private static final int LEAST = 32;

  /** A group ends where texts are shorter than this share of its longest. */
  private static final double SHORTEST = 0.7;

  private LengthGroups() {}

  /**
   * What a function makes of the texts [N, D], computed group by group.
   *
   * @param length how many pieces a text has
   * @param function makes [n, D] of n texts, in their order
   */
  static <T> Tensor apply(
      List<T> texts, ToIntFunction<T> length, Function<List<T>, Tensor> function) {
    List<Integer> order = longestFirst(texts, length);
    List<Tensor> parts = new ArrayList<>();
    for (List<Integer> group : of(order, i -> length.applyAsInt(texts.get(i)))) {
      parts.add(function.apply(group.stream().map(texts::get).toList()));
    }
    if (parts.size() == 1 && isSorted(order)) {
      return parts.get(0);
    }
    int[] place = new int[order.size()];
    for (int i = 0; i < place.length; i++) {
      place[order.get(i)] = i;
    }
    return Indexing.indexSelect(Movement.concat(parts, 0), 0, IntTensor.of(place));
  }

  /** The texts in groups, longest first. */
  static <T> List<List<T>> of(List<T> texts, ToIntFunction<T> length) {
    List<T> sorted = longestFirst(texts, length).stream().map(texts::get).toList();
    List<List<T>> groups = new ArrayList<>();
    int to;
    for (int from = 0; from < sorted.size(); from = to) {
      to = end(sorted, from, length);
      groups.add(sorted.subList(from, to));
    }
    return groups;
  }

  private static <T> List<Integer> longestFirst(List<T> texts, ToIntFunction<T> length) {
    return IntStream.range(0, texts.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> -length.applyAsInt(texts.get(i))))
        .toList();
  }

  private static boolean isSorted(List<Integer> order) {
    return IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
  }

  private static <T> int end(List<T> sorted, int from, ToIntFunction<T> length) {
    double shortest = SHORTEST * length.applyAsInt(sorted.get(from));
    int to = from + 1;
    while (to < sorted.size()
        && (to - from < LEAST || length.applyAsInt(sorted.get(to)) >= shortest)) {
      to++;
    }
    return sorted.size() - to < LEAST ? sorted.size() : to;
  }
}
