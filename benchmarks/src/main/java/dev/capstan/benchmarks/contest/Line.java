package dev.capstan.benchmarks.contest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Records as single lines of JSON. */
public final class Line {
  /** What stands before a line that is meant for the parent: native code prints as it likes. */
  static final String MARK = "capstan-result: ";

  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private Line() {}

  public static String of(Object record) {
    try {
      return JSON.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + record, e);
    }
  }

  /**
   * The record that a line holds.
   *
   * @throws IllegalArgumentException if the line is no such record
   */
  public static <T> T read(String line, Class<T> type) {
    try {
      return JSON.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "no " + type.getSimpleName() + ": " + line + " (" + e.getOriginalMessage() + ")", e);
    }
  }

  /** The record that a fork's line of output holds; null for a line of anybody else. */
  public static @Nullable Finding finding(String output) {
    return output.startsWith(MARK) ? read(output.substring(MARK.length()), Finding.class) : null;
  }
}
