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
 * @param scores how alike the texts of a row are; empty if that is not said
 * @param labels the class of each row; empty if there are none
 */
record TrainingSet(List<List<String>> texts, double[] scores, int[] labels) {

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
    return new TrainingSet(
        List.copyOf(columns.values()),
        scores == null ? new double[0] : numbers(file, scores),
        labels == null ? new int[0] : classes(labels));
  }

  private static double[] numbers(Path file, List<String> cells) throws IOException {
    double[] all = new double[cells.size()];
    for (int i = 0; i < all.length; i++) {
      try {
        all[i] = Double.parseDouble(cells.get(i));
      } catch (NumberFormatException e) {
        throw new IOException(
            file + ": row " + (i + 1) + ": score '" + cells.get(i) + "' is no number", e);
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
