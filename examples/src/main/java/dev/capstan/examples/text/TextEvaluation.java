package dev.capstan.examples.text;

import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.train.Evaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a table of texts asks of an encoder, by the columns that it has. */
public final class TextEvaluation {
  private TextEvaluation() {}

  /** An evaluator, with words for what it judges. */
  record Asked(String what, Evaluator evaluator) {}

  /** Scores a folder's encoder on a table of texts, and prints the figures. */
  public static void print(Path model, Path file, PrintWriter out) throws IOException {
    Asked asked = of(file, TrainingSet.read(file));
    SentenceEncoder encoder = SentenceEncoder.open(model);
    out.println(file + ": " + asked.what());
    asked
        .evaluator()
        .evaluate(encoder)
        .forEach((name, value) -> out.printf(Locale.ROOT, "%-18s %.4f%n", name, value));
    out.flush();
  }

  /** One line of figures. */
  static String line(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %.4f", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Two texts and a score are similarity; two texts and a label of 0 and 1 pairs; one text and a
   * label classes; three texts triplets; two texts alone queries and what answers them.
   *
   * @throws IOException if there is no such table
   */
  static Asked of(Path file, TrainingSet set) throws IOException {
    int columns = set.texts().size();
    List<String> first = set.texts().get(0);
    if (columns == 1 && set.labels().length > 0) {
      return new Asked(
          set.rows() + " texts of " + set.classes().size() + " classes",
          Evaluator.classes(first, set.labels()));
    }
    if (columns == 2 && set.scores().length > 0) {
      return scored(set);
    }
    if (columns == 3 && set.scores().length == 0) {
      return new Asked(
          set.rows() + " triplets",
          Evaluator.triplets(first, set.texts().get(1), set.texts().get(2)));
    }
    if (columns == 2) {
      return retrieval(set);
    }
    throw new IOException(
        file
            + ": got "
            + columns
            + " columns of texts"
            + (set.scores().length > 0 ? " and scores" : "")
            + ", expected two with 'score' (similarity) or 'label' (pairs, 0 and 1), one with"
            + " 'label' (classes), three (triplets), or two (queries and answers)");
  }

  private static Asked scored(TrainingSet set) {
    List<String> first = set.texts().get(0);
    List<String> second = set.texts().get(1);
    if (!set.answers()) {
      return new Asked(
          set.rows() + " pairs with scores", Evaluator.similarity(first, second, set.scores()));
    }
    boolean[] together = new boolean[set.rows()];
    for (int i = 0; i < together.length; i++) {
      together[i] = set.scores()[i] > 0;
    }
    return new Asked(
        set.rows() + " pairs that belong together or not",
        Evaluator.pairs(first, second, together));
  }

  /** A query that comes again has several answers; so may a document answer several queries. */
  private static Asked retrieval(TrainingSet set) {
    Map<String, Set<Integer>> answers = new LinkedHashMap<>();
    Map<String, Integer> documents = new LinkedHashMap<>();
    for (int row = 0; row < set.rows(); row++) {
      int document =
          documents.computeIfAbsent(set.texts().get(1).get(row), text -> documents.size());
      answers.computeIfAbsent(set.texts().get(0).get(row), text -> new HashSet<>()).add(document);
    }
    return new Asked(
        answers.size() + " queries among " + documents.size() + " documents",
        Evaluator.retrieval(
            List.copyOf(answers.keySet()),
            List.copyOf(documents.keySet()),
            new ArrayList<>(answers.values())));
  }
}
