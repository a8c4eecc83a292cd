package dev.capstan.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.capstan.benchmarks.contest.Peaks;
import java.util.List;

/** One line of the results. A later line of the same key replaces an earlier one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Row.class, name = "row"),
  @JsonSubTypes.Type(value = Entry.Limits.class, name = "limits"),
  @JsonSubTypes.Type(value = Entry.Whole.class, name = "process"),
  @JsonSubTypes.Type(value = Entry.Absence.class, name = "absent")
})
public sealed interface Entry {

  /** Where and when it was found. */
  Place place();

  /** What it is about. */
  String key();

  /**
   * Where and when.
   *
   * @param machine as the system describes it
   * @param jdk its full version
   * @param setting the id of a setting
   * @param date the day, ISO
   */
  record Place(String machine, String jdk, String setting, String date) {

    /** The version's first number: what a later run of the same key may differ in is the rest. */
    int feature() {
      return Integer.parseInt(jdk.split("[^0-9]", 2)[0]);
    }

    String key() {
      return feature() + "|" + setting;
    }
  }

  /**
   * A contest, over all its forks.
   *
   * @param workload its name
   * @param peer its id; empty if we ran alone
   * @param opponent the peer's name and version; empty if it was not set against us here
   * @param micros our shortest time
   * @param bytes what a run of ours allocates
   * @param theirs the peer's shortest time
   * @param low the spread of the ratio: the forks' least, or with one fork the lower quartile of
   *     its neighbouring turns
   * @param high the forks' largest, or the upper quartile
   */
  record Row(
      Place place,
      String dtype,
      String workload,
      String peer,
      String opponent,
      double micros,
      long bytes,
      double theirs,
      double low,
      double high,
      int forks)
      implements Entry {

    @Override
    public String key() {
      return String.join("|", "row", place.key(), dtype, workload, peer);
    }

    double ratio() {
      return theirs / micros;
    }
  }

  /** What the machine can do. */
  record Limits(Place place, String dtype, Peaks peaks) implements Entry {
    @Override
    public String key() {
      return String.join("|", "limits", place.key(), dtype);
    }
  }

  /**
   * A program, start to end.
   *
   * @param recipe what it trains
   * @param program whose it is, and with which kernels
   * @param seconds of each run
   */
  record Whole(Place place, String recipe, String program, List<Double> seconds) implements Entry {

    @Override
    public String key() {
      return String.join("|", "process", place.key(), recipe, program);
    }

    public double least() {
      return seconds.stream().mapToDouble(s -> s).min().orElse(Double.NaN);
    }

    public double median() {
      double[] sorted = seconds.stream().mapToDouble(s -> s).sorted().toArray();
      return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
  }

  /**
   * Something that could not be measured.
   *
   * @param peer its id; empty if a whole setting cannot be had
   * @param workload the row's name; empty if the peer is missing everywhere
   */
  record Absence(Place place, String peer, String workload, String why) implements Entry {
    @Override
    public String key() {
      return String.join("|", "absent", place.key(), peer, workload);
    }
  }
}
