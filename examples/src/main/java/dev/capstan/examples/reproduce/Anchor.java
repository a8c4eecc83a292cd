package dev.capstan.examples.reproduce;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What PyTorch 2.15 and pytorch-metric-learning 2.9 came to with the same recipe.
 *
 * @param data as {@code train} knows it, or {@code text}
 */
record Anchor(String data, String protocol, String loss, Sample recall, Sample map) {

  /** All of them. */
  static List<Anchor> all() throws IOException {
    try (InputStream in = Anchor.class.getResourceAsStream("anchors.csv")) {
      if (in == null) {
        throw new FileNotFoundException("anchors.csv is missing from the program; build it anew");
      }
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
      List<Anchor> all = new ArrayList<>();
      try (CSVParser lines =
          CSVParser.parse(new InputStreamReader(in, StandardCharsets.US_ASCII), format)) {
        lines.forEach(line -> all.add(of(line)));
      }
      return List.copyOf(all);
    }
  }

  private static Anchor of(CSVRecord line) {
    int seeds = Integer.parseInt(line.get("seeds"));
    return new Anchor(
        line.get("data"),
        line.get("protocol"),
        line.get("loss"),
        new Sample(seeds, number(line.get("recall")), number(line.get("recall_std"))),
        new Sample(seeds, number(line.get("map")), number(line.get("map_std"))));
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }

  /** The loss of one row keeps collapsing, there as here, so that chance alone decides. */
  boolean isJudged() {
    return !(data.equals("letter") && loss.equals("batch-hard-soft"));
  }
}
