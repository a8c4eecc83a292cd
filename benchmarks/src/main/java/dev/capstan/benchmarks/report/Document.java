package dev.capstan.benchmarks.report;

import dev.capstan.benchmarks.contest.Peaks;
import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page about speed, made from the results alone, but for what somebody has written between two
 * marks: that stays as it is.
 */
public final class Document {
  static final String BEGIN = "<!-- written by hand: begin -->";
  static final String END = "<!-- written by hand: end -->";

  private final Results results;

  private Document(Results results) {
    this.results = results;
  }

  /**
   * The page.
   *
   * @param before the page that it replaces; empty if there is none
   * @throws IllegalArgumentException as {@link #requireKeepable}
   */
  public static String of(Results results, String before) {
    Document document = new Document(results);
    String page =
        template()
            .replace("{{machines}}", document.machines())
            .replace("{{tables}}", document.tables())
            .replace("{{processes}}", document.processes())
            .replace("{{absent}}", document.absent());
    return before.isBlank() ? page : kept(page, before);
  }

  private static String template() {
    try (InputStream in = Document.class.getResourceAsStream("performance.md")) {
      return new String(
          Objects.requireNonNull(in, "performance.md").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the template of the page cannot be read", e);
    }
  }

  private static String kept(String page, String before) {
    requireKeepable(before);
    return page.substring(0, page.indexOf(BEGIN))
        + before.substring(before.indexOf(BEGIN), before.indexOf(END))
        + page.substring(page.indexOf(END));
  }

  /**
   * Refuses a page that cannot be replaced without loss.
   *
   * @throws IllegalArgumentException if the page has no part that was written by hand: what stands
   *     in it would be lost
   */
  public static void requireKeepable(String before) {
    int begin = before.indexOf(BEGIN);
    if (!before.isBlank() && (begin < 0 || before.indexOf(END) < begin)) {
      throw new IllegalArgumentException(
          "no part of it stands between '"
              + BEGIN
              + "' and '"
              + END
              + "', so everything in it would be lost");
    }
  }

  private String machines() {
    return results.of(Entry.class).stream()
            .map(Entry::place)
            .map(
                p ->
                    "* JDK "
                        + p.jdk()
                        + ", "
                        + setting(p).title()
                        + ": "
                        + p.machine()
                        + ", "
                        + p.date())
            .distinct()
            .sorted()
            .collect(Collectors.joining("\n"))
        + opponents();
  }

  private String opponents() {
    String met =
        results.of(Entry.Row.class).stream()
            .map(Entry.Row::opponent)
            .filter(o -> !o.isEmpty() && !o.startsWith("capstan"))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return met.isEmpty() ? "" : "\n\nOpponents: " + met + ".";
  }

  private static Setting setting(Entry.Place place) {
    for (Setting setting : Setting.values()) {
      if (setting.id().equals(place.setting())) {
        return setting;
      }
    }
    throw new IllegalArgumentException("no setting is called '" + place.setting() + "'");
  }

  // --- contests -------------------------------------------------------------------------------

  private String tables() {
    StringBuilder all = new StringBuilder();
    for (Setting setting : Setting.values()) {
      for (int jdk : jdks()) {
        for (DType dtype : DType.values()) {
          all.append(table(setting, jdk, dtype));
        }
      }
    }
    return all.toString().strip();
  }

  /** Newest first. */
  private List<Integer> jdks() {
    return results.of(Entry.Row.class).stream()
        .map(r -> r.place().feature())
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private String table(Setting setting, int jdk, DType dtype) {
    List<Entry.Row> rows =
        results.of(Entry.Row.class).stream()
            .filter(r -> isAt(r.place(), setting, jdk) && r.dtype().equals(dtype.toString()))
            .toList();
    if (rows.isEmpty()) {
      return "";
    }
    Peaks peaks = peaks(setting, jdk, dtype);
    ContestTable table =
        new ContestTable(
            setting, Peers.columns(rows.stream().map(Entry.Row::peer).toList()), peaks);
    List<String> lines = new ArrayList<>();
    for (Workload w : Workload.all(dtype)) {
      List<Entry.Row> mine = rows.stream().filter(r -> r.workload().equals(w.name())).toList();
      if (!mine.isEmpty()) {
        lines.add(table.line(w, mine));
      }
    }
    return "\n\n### "
        + dtype
        + ", JDK "
        + jdk
        + ", "
        + setting.title()
        + "\n\n"
        + (ContestTable.limits(dtype.toString(), peaks)
                + " "
                + table.tally(rows, Workload.all(dtype)))
            .strip()
        + "\n\n"
        + table.head()
        + "\n"
        + String.join("\n", lines);
  }

  private static boolean isAt(Entry.Place place, Setting setting, int jdk) {
    return place.setting().equals(setting.id()) && place.feature() == jdk;
  }

  private @Nullable Peaks peaks(Setting setting, int jdk, DType dtype) {
    return results.of(Entry.Limits.class).stream()
        .filter(l -> isAt(l.place(), setting, jdk) && l.dtype().equals(dtype.toString()))
        .map(Entry.Limits::peaks)
        .findFirst()
        .orElse(null);
  }

  // --- the rest -------------------------------------------------------------------------------

  private String processes() {
    List<Entry.Whole> all = results.of(Entry.Whole.class);
    return all.isEmpty() ? "Not run." : ProcessTable.of(all).strip();
  }

  private String absent() {
    List<Entry.Absence> all = results.of(Entry.Absence.class);
    if (all.isEmpty()) {
      return "Everything that was asked for took part.";
    }
    return all.stream()
        .map(
            a ->
                "* "
                    + (a.peer().isEmpty() ? "this setting" : a.peer())
                    + (a.workload().isEmpty() ? "" : " at " + a.workload())
                    + " on JDK "
                    + a.place().feature()
                    + ", "
                    + setting(a.place()).title()
                    + ": "
                    + a.why())
        .collect(Collectors.joining("\n"));
  }
}
