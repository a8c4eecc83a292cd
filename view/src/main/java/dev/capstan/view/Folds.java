package dev.capstan.view;

import dev.capstan.view.Story.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lines that stand for one another: several in a row become one that can be opened.
 *
 * <p>Every fold is a run of lines, and two folds of one kind are apart or one holds the other, so
 * that a page needs no more than their ends.
 */
final class Folds {
  /** A longer group that repeats itself is not looked for. */
  private static final int LONGEST = 400;

  private Folds() {}

  /**
   * A run of lines.
   *
   * @param from the place of its first line in the story
   * @param to that of its last
   */
  record Fold(int from, int to, String title) {
    int lines() {
      return to - from + 1;
    }
  }

  /** The parts that have names, fused operations among them, and the lines that a rule recorded. */
  static List<Fold> byPart(Story story) {
    List<List<Object>> paths = new ArrayList<>();
    Map<Object, String> titles = new HashMap<>();
    for (Line line : story.lines()) {
      List<Object> path = new ArrayList<>();
      for (int p = line.made().part(); p >= 0; p = story.parts().get(p).outer()) {
        path.add(0, p);
        titles.put(p, story.parts().get(p).name());
      }
      if (line.made().origin() >= 0) {
        String rule = "rule of #" + line.made().origin();
        path.add(rule);
        titles.put(rule, rule);
      }
      paths.add(path);
    }
    List<Fold> folds = new ArrayList<>();
    runs(paths, titles, 0, 0, paths.size(), folds);
    return folds;
  }

  private static void runs(
      List<List<Object>> paths,
      Map<Object, String> titles,
      int depth,
      int start,
      int end,
      List<Fold> folds) {
    int from = start;
    while (from < end) {
      Object key = at(paths, from, depth);
      int to = from + 1;
      while (to < end && at(paths, to, depth).equals(key)) {
        to++;
      }
      if (key != NONE) {
        if (to - from > 1) {
          folds.add(new Fold(from, to - 1, Objects.requireNonNull(titles.get(key))));
        }
        runs(paths, titles, depth + 1, from, to, folds);
      }
      from = to;
    }
  }

  private static final Object NONE = new Object();

  private static Object at(List<List<Object>> paths, int line, int depth) {
    return depth < paths.get(line).size() ? paths.get(line).get(depth) : NONE;
  }

  /** Lines in a row that one line of source recorded. */
  static List<Fold> bySource(Story story) {
    List<Fold> folds = new ArrayList<>();
    List<Line> lines = story.lines();
    int from = 0;
    while (from < lines.size()) {
      String site = lines.get(from).made().site();
      int to = from + 1;
      while (to < lines.size() && lines.get(to).made().site().equals(site)) {
        to++;
      }
      if (to - from > 1 && !site.isEmpty()) {
        folds.add(new Fold(from, to - 1, site));
      }
      from = to;
    }
    return folds;
  }

  /**
   * Groups of operations that follow one another with the same names and shapes: a fold over all,
   * and one in it for each turn. Where several lengths fit, the one that covers most lines is
   * taken, and of those the shortest.
   */
  static List<Fold> byRepeat(Story story) {
    int[] kinds = kinds(story.lines());
    List<Fold> folds = new ArrayList<>();
    int at = 0;
    while (at < kinds.length) {
      int best = 0;
      int turns = 1;
      int longest = Math.min(LONGEST, (kinds.length - at) / 2);
      for (int length = 1; length <= longest; length++) {
        int n = turns(kinds, at, length);
        if (n > 1 && n * length >= 4 && n * length > best * turns) {
          best = length;
          turns = n;
        }
      }
      if (best > 0) {
        repeated(story.lines(), at, best, turns, folds);
      }
      at += Math.max(1, best * turns);
    }
    return folds;
  }

  private static void repeated(List<Line> lines, int at, int length, int turns, List<Fold> folds) {
    List<String> ops = lines.subList(at, at + Math.min(length, 3)).stream().map(Line::op).toList();
    String what = String.join(", ", ops) + (length > 3 ? ", …" : "");
    folds.add(new Fold(at, at + length * turns - 1, what + " × " + turns));
    for (int turn = 0; length > 1 && turn < turns; turn++) {
      int from = at + turn * length;
      folds.add(new Fold(from, from + length - 1, "turn " + (turn + 1) + " of " + turns));
    }
  }

  private static int turns(int[] kinds, int at, int length) {
    int same = 0;
    while (at + length + same < kinds.length && kinds[at + same] == kinds[at + length + same]) {
      same++;
    }
    return 1 + same / length;
  }

  /** Lines of one operation and one shape have one number; leaves have each their own. */
  private static int[] kinds(List<Line> lines) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] kinds = new int[lines.size()];
    for (int i = 0; i < kinds.length; i++) {
      Line line = lines.get(i);
      String kind = line.leaf() ? "leaf " + i : line.op() + Arrays.toString(line.value().axes());
      Integer number = numbers.putIfAbsent(kind, numbers.size());
      kinds[i] = number == null ? numbers.size() - 1 : number;
    }
    return kinds;
  }
}
