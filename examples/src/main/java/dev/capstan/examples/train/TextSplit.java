package dev.capstan.examples.train;

import dev.capstan.data.Splits;
import dev.capstan.data.Table;
import dev.capstan.nn.RandomStream;
import dev.capstan.text.tokenizer.BertNormalizer;
import dev.capstan.text.tokenizer.BertTokenizer;
import dev.capstan.text.tokenizer.Tokenizer;
import dev.capstan.text.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labelled texts as words, divided: what words there are, and how rare each is, is learned of the
 * training texts.
 *
 * @param rarity for each word of the vocabulary the logarithm of training texts by those that have
 *     it; 0 for the five special ones
 * @param train the known words of each training text
 * @param classes the name of each label
 * @param notes what was noticed, with counts
 */
record TextSplit(
    String name,
    Vocabulary vocabulary,
    double[] rarity,
    int[][] train,
    int[] trainLabels,
    int[][] test,
    int[] testLabels,
    List<String> classes,
    List<String> notes) {

  /** What every vocabulary of the tokeniser begins with. */
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

  /**
   * Which columns are what, and which texts are for training.
   *
   * @param part the column that says train or test; empty to set a share of each class apart
   * @param least how often a word occurs in the training texts to be one
   */
  record Plan(String text, String label, String part, double share, int least, long seed) {}

  static TextSplit of(Table table, Plan plan) {
    List<String> notes = new ArrayList<>();
    List<String> texts = table.cells(plan.text());
    List<String> labels = table.cells(plan.label());
    boolean[] test = tests(table, labels, plan);
    List<String> classes = List.copyOf(new TreeSet<>(labels));
    int[] numbers = labels.stream().mapToInt(classes::indexOf).toArray();
    int[] trainRows = withoutSingles(rows(row -> !test[row], test.length), numbers, table, notes);
    int[] testRows = rows(row -> test[row], test.length);
    requireMates(testRows, numbers, table);
    Vocabulary vocabulary = vocabulary(texts, trainRows, plan.least(), table);
    Tokenizer tokenizer = BertTokenizer.of(vocabulary, BertNormalizer.uncased());
    int[][] train = words(texts, trainRows, tokenizer);
    long empty = Arrays.stream(train).filter(words -> words.length == 0).count();
    if (empty > 0) {
      notes.add(empty + " of " + train.length + " training texts have no word of the vocabulary");
    }
    return new TextSplit(
        table.source(),
        vocabulary,
        rarity(train, vocabulary.size()),
        train,
        Arrays.stream(trainRows).map(row -> numbers[row]).toArray(),
        words(texts, testRows, tokenizer),
        Arrays.stream(testRows).map(row -> numbers[row]).toArray(),
        classes,
        List.copyOf(notes));
  }

  private static int[] rows(IntPredicate which, int count) {
    return IntStream.range(0, count).filter(which).toArray();
  }

  private static boolean[] tests(Table table, List<String> labels, Plan plan) {
    if (plan.part().isEmpty()) {
      return Splits.stratified(labels, plan.share(), new RandomStream(plan.seed()));
    }
    List<String> parts = table.cells(plan.part());
    boolean[] test = new boolean[parts.size()];
    for (int row = 0; row < test.length; row++) {
      test[row] = parts.get(row).equals("test");
      if (!test[row] && !parts.get(row).equals("train")) {
        throw new IllegalArgumentException(
            table.place(row, plan.part())
                + ": got '"
                + parts.get(row)
                + "', expected train or test");
      }
    }
    return test;
  }

  /** A text that is alone in its class has nothing to be drawn to. */
  private static int[] withoutSingles(int[] rows, int[] numbers, Table table, List<String> notes) {
    int[] counts = counts(rows, numbers);
    long classes = Arrays.stream(counts).filter(n -> n > 1).count();
    if (classes < 2) {
      throw new IllegalArgumentException(
          table.source()
              + ": "
              + (classes == 1 ? "1 class has" : "no class has")
              + " two training texts or more, expected two such classes: bring more texts");
    }
    int[] kept = Arrays.stream(rows).filter(row -> counts[numbers[row]] > 1).toArray();
    if (kept.length < rows.length) {
      notes.add(
          (rows.length - kept.length)
              + " training texts are left out: each is the only one of its class");
    }
    return kept;
  }

  private static void requireMates(int[] rows, int[] numbers, Table table) {
    if (Arrays.stream(counts(rows, numbers)).noneMatch(n -> n > 1)) {
      throw new IllegalArgumentException(
          table.source()
              + ": no class has two test texts, so nothing could be judged; bring more texts");
    }
  }

  private static int[] counts(int[] rows, int[] numbers) {
    int[] counts = new int[Arrays.stream(numbers).max().orElse(-1) + 1];
    Arrays.stream(rows).forEach(row -> counts[numbers[row]]++);
    return counts;
  }

  private static Vocabulary vocabulary(List<String> texts, int[] rows, int least, Table table) {
    BertNormalizer normalizer = BertNormalizer.uncased();
    Map<String, Integer> counts = new TreeMap<>();
    for (int row : rows) {
      for (String word : BETWEEN_WORDS.split(normalizer.normalize(texts.get(row)), -1)) {
        if (!word.isEmpty()) {
          counts.merge(word, 1, Integer::sum);
        }
      }
    }
    counts.values().removeIf(count -> count < least);
    List<String> words = List.copyOf(counts.keySet());
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          table.source()
              + ": no word occurs "
              + least
              + " times in the training texts; lower --least, or bring more text");
    }
    return Vocabulary.of(Stream.concat(SPECIAL.stream(), words.stream()).toList());
  }

  private static int[][] words(List<String> texts, int[] rows, Tokenizer tokenizer) {
    int special = SPECIAL.size();
    return Arrays.stream(rows)
        .mapToObj(texts::get)
        .map(text -> Arrays.stream(tokenizer.pieces(text)).filter(id -> id >= special).toArray())
        .toArray(int[][]::new);
  }

  private static double[] rarity(int[][] texts, int size) {
    int[] having = new int[size];
    for (int[] text : texts) {
      Arrays.stream(text).distinct().forEach(word -> having[word]++);
    }
    double[] rarity = new double[size];
    for (int word = 0; word < size; word++) {
      rarity[word] = having[word] == 0 ? 0 : Math.log((double) texts.length / having[word]);
    }
    return rarity;
  }
}
