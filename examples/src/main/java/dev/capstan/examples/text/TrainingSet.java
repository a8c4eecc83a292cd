package dev.capstan.examples.text;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Texts to train on: one or more columns, and with each row a score, a class, or nothing.
 *
 * @param texts the columns, each of as many rows
 * @param scores how alike the texts of a row are, or whether they belong together (1) or not (0);
 *     empty if neither is said
 * @param labels the class of each row of one text; empty if there are none
 * @param classes the names of the classes
 * @param said what the scores are
 */
record TrainingSet(
    List<List<String>> texts, double[] scores, int[] labels, List<String> classes, Said said) {

  /** What a row says of its texts. */
  enum Said {
    NOTHING,
    HOW_ALIKE,
    WHETHER_TOGETHER,
    CLASS
  }

  /** Texts with classes. */
  static TrainingSet labelled(List<String> texts, int[] labels) {
    return new TrainingSet(List.of(texts), new double[0], labels, List.of(), Said.CLASS);
  }

  /** Whether all that is said of a row is whether its texts belong together. */
  boolean answers() {
    return said == Said.WHETHER_TOGETHER;
  }

  int rows() {
    return texts.get(0).size();
  }

  /**
   * Reads a table with a header: columns of texts, and perhaps one called {@code score} or one
   * called {@code label}.
   *
   * @throws IOException naming file and row, if there is no such table
   */
  static TrainingSet read(Path file) throws IOException {
    CSVFormat format =
        (file.toString().endsWith(".tsv") ? CSVFormat.TDF : CSVFormat.RFC4180)
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    try (Reader in = Files.newBufferedReader(file);
        CSVParser table = CSVParser.parse(in, format)) {
      return read(file, table);
    } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static TrainingSet read(Path file, CSVParser table) throws IOException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    table.getHeaderNames().forEach(name -> columns.put(name, new ArrayList<>()));
    for (CSVRecord row : table) {
      if (!row.isConsistent()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: row %d has %d fields, expected %d",
                file,
                row.getRecordNumber(),
                row.size(),
                columns.size()));
      }
      columns.forEach((name, cells) -> cells.add(row.get(name)));
    }
    List<String> scores = columns.remove("score");
    List<String> labels = columns.remove("label");
    if (columns.isEmpty() || columns.values().iterator().next().isEmpty()) {
      throw new IOException(
          file + ": got no texts, expected a header, columns of texts and at least a row");
    }
    boolean answers = labels != null && scores == null && columns.size() > 1;
    List<String> given = answers ? labels : scores;
    List<String> named = labels == null || columns.size() > 1 ? List.of() : labels;
    return new TrainingSet(
        List.copyOf(columns.values()),
        given == null ? new double[0] : numbers(file, answers ? "label" : "score", given),
        classes(named),
        named.stream().distinct().toList(),
        answers
            ? Said.WHETHER_TOGETHER
            : given != null ? Said.HOW_ALIKE : named.isEmpty() ? Said.NOTHING : Said.CLASS);
  }

  private static double[] numbers(Path file, String column, List<String> cells) throws IOException {
    double[] all = new double[cells.size()];
    for (int i = 0; i < all.length; i++) {
      try {
        all[i] = Double.parseDouble(cells.get(i));
      } catch (NumberFormatException e) {
        throw new IOException(
            file + ": row " + (i + 1) + ": " + column + " '" + cells.get(i) + "' is no number", e);
      }
    }
    return all;
  }

  /** Classes numbered in the order in which they come. */
  static int[] classes(List<String> names) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    return names.stream()
        .mapToInt(name -> numbers.computeIfAbsent(name, n -> numbers.size()))
        .toArray();
  }
}
