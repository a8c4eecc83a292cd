package dev.capstan.benchmarks.operation;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of measured rows, one in a line, so that the table can be measured in pieces, and single
 * rows again, by taking their lines out.
 */
final class MeasuredRows {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private MeasuredRows() {}

  /** None without a file, or where there is none yet. */
  static List<OperationPage.Row> read(@Nullable Path file) throws IOException {
    List<OperationPage.Row> rows = new ArrayList<>();
    if (file != null && Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        rows.add(JSON.readValue(line, OperationPage.Row.class));
      }
    }
    return rows;
  }

  static void append(@Nullable Path file, OperationPage.Row row) throws IOException {
    if (file != null) {
      Files.writeString(
          file,
          JSON.writeValueAsString(row) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
