package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The embeddings of columns of texts, each [N, D]: row i of every column belongs together.
 *
 * @param all the columns in order: the question's, the answer's, those of wrong answers
 */
record Columns(List<Tensor> all) {

  /** Columns that fit each other; messages name the loss. */
  static Columns of(String loss, Tensor... columns) {
    Tensor first = columns[0];
    for (Tensor each : columns) {
      Checks.sameDType(loss, "a column", each, "the first", first);
      if (each.rank() != 2 || !each.shape().equals(first.shape())) {
        throw new ShapeException(
            "%s: columns do not fit each other: got shapes %s, expected one shape [N, D]"
                .formatted(loss, Arrays.stream(columns).limit(8).map(Tensor::shape).toList()));
      }
    }
    return new Columns(List.of(columns));
  }

  /** Refuses pairs that do not fit each other or their labels. */
  static void requirePairs(String loss, Tensor labels, Tensor x, Tensor y) {
    requireNonNull(labels, "labels");
    requireNonNull(y, "y");
    of(loss, x, y);
    Checks.sameDType(loss, "labels", labels, "x", x);
    if (labels.rank() != 1 || labels.size() != x.shape().get(0)) {
      throw new ShapeException(
          "%s: labels do not fit the pairs: got shape %s for %s pairs, expected one label a pair"
              .formatted(loss, labels.shape(), x.shape().get(0)));
    }
  }

  static Tensor[] with(Tensor anchor, Tensor positive, Tensor... negatives) {
    Tensor[] all = new Tensor[2 + negatives.length];
    all[0] = anchor;
    all[1] = positive;
    System.arraycopy(negatives, 0, all, 2, negatives.length);
    return all;
  }

  /** The wrong answers among inputs: {@code negative0}, {@code negative1}, … as far as they go. */
  static List<String> negatives(Map<String, ?> inputs) {
    List<String> names = new ArrayList<>();
    while (inputs.containsKey("negative" + names.size())) {
      names.add("negative" + names.size());
    }
    return names;
  }

  /** Inputs of a first column, its answers, and whatever else is named. */
  static Inputs inputs(Loss loss, Map<String, ?> inputs, String... others) {
    List<String> names = negatives(inputs);
    names.addAll(List.of(others));
    return new Inputs(Checks.name(loss), inputs, names.toArray(String[]::new));
  }

  static Tensor[] negatives(Inputs in, Map<String, ?> inputs) {
    return negatives(inputs).stream().map(in::tensor).toArray(Tensor[]::new);
  }

  /** N. */
  int rows() {
    return all.get(0).shape().get(0);
  }

  Tensor first() {
    return all.get(0);
  }

  Tensor second() {
    return all.get(1);
  }

  /** All columns but the first, one below the other: [N · (1 + m), D]. */
  Tensor candidates() {
    return Movement.concat(0, all.subList(1, all.size()).toArray(Tensor[]::new));
  }

  /** How many columns there are but the first. */
  int answers() {
    return all.size() - 1;
  }
}
