package dev.capstan.examples.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Which rows are trained on together. */
final class TextBatches {
  private final TrainingSet set;
  private final RandomGenerator random;
  private final List<Integer> waiting = new ArrayList<>();
  private final Map<Integer, List<Integer>> byLabel = new TreeMap<>();

  TextBatches(TrainingSet set, RandomGenerator random) {
    this.set = set;
    this.random = random;
    for (int row = 0; row < set.labels().length; row++) {
      byLabel.computeIfAbsent(set.labels()[row], label -> new ArrayList<>()).add(row);
    }
  }

  /**
   * So many rows, each seen once before any is seen again, no text twice in one batch: as the
   * others of a batch are taken for negatives, a text that comes again would be its own.
   */
  int[] withoutRepeats(int size) {
    Set<String> texts = new HashSet<>();
    List<Integer> batch = new ArrayList<>();
    List<Integer> later = new ArrayList<>();
    int looked = 0;
    while (batch.size() < size && looked++ < 2 * set.rows()) {
      if (waiting.isEmpty()) {
        refill();
      }
      int row = waiting.remove(waiting.size() - 1);
      List<String> own = set.texts().stream().map(column -> column.get(row)).toList();
      if (own.stream().noneMatch(texts::contains)) {
        texts.addAll(own);
        batch.add(row);
      } else {
        later.add(row);
      }
    }
    waiting.addAll(later);
    return batch.stream().mapToInt(row -> row).toArray();
  }

  private void refill() {
    for (int row = 0; row < set.rows(); row++) {
      waiting.add(row);
    }
    shuffle(waiting);
  }

  /** So many rows of each of so many classes, all drawn at random. */
  int[] perClass(int classes, int rows) {
    List<Integer> labels = new ArrayList<>(byLabel.keySet());
    shuffle(labels);
    List<Integer> chosen = new ArrayList<>();
    for (int label : labels.subList(0, Math.min(classes, labels.size()))) {
      List<Integer> own = byLabel.getOrDefault(label, List.of());
      Set<Integer> drawn = new HashSet<>();
      while (drawn.size() < Math.min(rows, own.size())) {
        int row = own.get(random.nextInt(own.size()));
        if (drawn.add(row)) {
          chosen.add(row);
        }
      }
    }
    return chosen.stream().mapToInt(row -> row).toArray();
  }

  private void shuffle(List<Integer> all) {
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
  }
}
