package dev.capstan.examples.train;

import dev.capstan.nn.data.Dataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of numbers with a header line, the class in the first column.
 *
 * @param classNames the distinct classes, sorted; labels are indices into them
 */
record Table(Dataset dataset, List<String> classNames) {

  /** A reader of a compressed text. */
  static BufferedReader unpacked(InputStream in, String name) throws IOException {
    try {
      return new BufferedReader(
          new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(name + ": not a gzip file, or cut short: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a table.
   *
   * @throws IOException naming file, line and column of the first fault
   */
  static Table read(BufferedReader in, String name) throws IOException {
    List<String> classes = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = format.parse(in)) {
      int columns = parser.getHeaderNames().size();
      for (CSVRecord line : parser) {
        classes.add(line.get(0));
        rows.add(numbers(line, columns, name));
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw e instanceof IOException io && String.valueOf(io.getMessage()).startsWith(name)
          ? io
          : new IOException(name + ": damaged after row " + rows.size() + ": " + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      throw new IOException(name + ": no rows after the header line");
    }
    return of(classes, rows);
  }

  private static float[] numbers(CSVRecord line, int columns, String name) throws IOException {
    if (line.size() != columns) {
      throw new IOException(
          name
              + ": row "
              + line.getRecordNumber()
              + ": got "
              + line.size()
              + " columns, expected "
              + columns
              + " as in the header");
    }
    float[] row = new float[columns - 1];
    for (int j = 1; j < columns; j++) {
      try {
        row[j - 1] = Float.parseFloat(line.get(j));
      } catch (NumberFormatException e) {
        throw new IOException(
            name
                + ": row "
                + line.getRecordNumber()
                + ", column "
                + (j + 1)
                + ": got '"
                + line.get(j)
                + "', expected a number",
            e);
      }
    }
    return row;
  }

  private static Table of(List<String> classes, List<float[]> rows) {
    List<String> names = List.copyOf(new TreeSet<>(classes));
    int width = rows.get(0).length;
    float[] features = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, features, i * width, width);
    }
    int[] labels = classes.stream().mapToInt(names::indexOf).toArray();
    return new Table(Dataset.of(features, width, labels), names);
  }
}
