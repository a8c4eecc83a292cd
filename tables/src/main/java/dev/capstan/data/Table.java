package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.io.WholeFile;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of text under named columns, as a file has them; what they mean is {@link Schema}'s
 * business. Immutable.
 *
 * @param source what messages call the table, as a rule its file; cut beyond 100 characters
 * @param columns the names of the header, each once
 * @param rows the cells, as many in each row as there are columns, without blanks around them
 * @param lines the line of the file at which each row ends
 */
public record Table(String source, List<String> columns, List<List<String>> rows, int[] lines) {
  private static final int GZIP = 0x1f8b;
  private static final int LONGEST_SOURCE = 100;
  private static final int LONGEST_HEADER = 1 << 16;

  /** Commons CSV's words for a quote without an end. */
  private static final Pattern OPEN_QUOTE =
      Pattern.compile("\\(startline ([0-9]+)\\) EOF reached before encapsulated token finished");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  public Table {
    requireNonNull(source, "source");
    requireNonNull(columns, "columns");
    requireNonNull(rows, "rows");
    requireNonNull(lines, "lines");
    source = source.length() <= LONGEST_SOURCE ? source : source.substring(0, LONGEST_SOURCE) + "…";
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    lines = lines.clone();
    if (lines.length != rows.size()) {
      throw new IllegalArgumentException(
          "%s: got %s line numbers for %s rows, expected one a row"
              .formatted(source, lines.length, rows.size()));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s: row %s: got %s cells, expected %s as in the header"
                .formatted(source, i, rows.get(i).size(), columns.size()));
      }
    }
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (!names.add(column)) {
        throw new IllegalArgumentException(
            "%s: two columns are called '%s'".formatted(source, Numerals.shortened(column)));
      }
    }
  }

  /** The line of the file at which each row ends. */
  @Override
  public int[] lines() {
    return lines.clone();
  }

  /** A table of given rows. */
  public static Table of(String source, List<String> columns, List<List<String>> rows) {
    int[] lines = IntStream.range(0, rows.size()).map(i -> i + 2).toArray();
    return new Table(source, columns, rows, lines);
  }

  /**
   * Reads a file of comma-separated values with a header line, in UTF-8; compressed with gzip or
   * not. Values are separated by tabs if its name ends in {@code .tsv}; if the header has no comma
   * but semicolons or tabs, as spreadsheets write them in many countries, by these. Quotes are as
   * in RFC 4180; empty lines are skipped.
   *
   * @throws IOException naming file and line of the first fault: a row of another length than the
   *     header, a column without a name, a name that occurs twice, a quote that does not end, bytes
   *     that are no UTF-8
   */
  public static Table read(Path file) throws IOException {
    return read(file, List.of());
  }

  /**
   * As {@link #read(Path)}, of a file without a header line.
   *
   * @param columns the names of its columns; if there are none, the first line has them
   */
  public static Table read(Path file, List<String> columns) throws IOException {
    requireNonNull(columns, "columns");
    try (BufferedReader in = open(file)) {
      return read(in, name(file), delimiter(file, in), columns);
    }
  }

  /**
   * Hands over a file's rows as tables of at most so many, in order: for files of which memory does
   * not hold the text.
   *
   * @throws IOException as {@link #read(Path)}; parts before a fault have been handed over by then
   */
  public static void each(Path file, int rows, Consumer<Table> taker) throws IOException {
    requireNonNull(taker, "taker");
    if (rows < 1) {
      throw new IllegalArgumentException("each: rows: got " + rows + ", expected 1 or more");
    }
    try (BufferedReader in = open(file)) {
      read(in, name(file), delimiter(file, in), List.of(), rows, taker);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static char delimiter(Path file, BufferedReader in) throws IOException {
    String name = name(file).toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".tsv")) {
      return '\t';
    }
    String header = firstLine(in, name(file));
    return header.indexOf(',') >= 0 ? ',' : header.indexOf(';') >= 0 ? ';' : tabOrComma(header);
  }

  private static char tabOrComma(String header) {
    return header.indexOf('\t') >= 0 ? '\t' : ',';
  }

  /** What is in the first line outside of quotes, or in the beginning of a very long one. */
  private static String firstLine(BufferedReader in, String name) throws IOException {
    StringBuilder line = new StringBuilder();
    boolean quoted = false;
    in.mark(LONGEST_HEADER);
    try {
      for (int i = 0; i < LONGEST_HEADER - 1; i++) {
        int c = in.read();
        if (c < 0 || !quoted && (c == '\n' || c == '\r')) {
          break;
        }
        quoted ^= c == '"';
        if (!quoted) {
          line.append((char) c);
        }
      }
      in.reset();
    } catch (IOException e) {
      throw damaged(e, name, 0);
    }
    return line.toString();
  }

  /** A file as text, unpacked where it is compressed. */
  static BufferedReader open(Path file) throws IOException {
    requireNonNull(file, "file");
    String name = String.valueOf(file.getFileName());
    WholeFile.requireNoFolder(file);
    try {
      return decoded(unpacked(new BufferedInputStream(Files.newInputStream(file)), name));
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("no file " + file);
    }
  }

  private static InputStream unpacked(InputStream in, String name) throws IOException {
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    try {
      return magic == GZIP ? new GZIPInputStream(in) : in;
    } catch (IOException e) {
      throw new IOException(name + ": the compressed data is damaged: " + e.getMessage(), e);
    }
  }

  private static BufferedReader decoded(InputStream in) {
    return new BufferedReader(
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** As {@link #read(Path)}, from a reader, which stays open. */
  public static Table read(Reader in, String name, char delimiter) throws IOException {
    requireNonNull(in, "in");
    requireNonNull(name, "name");
    return read(in, name, delimiter, List.of());
  }

  private static Table read(Reader in, String name, char delimiter, List<String> columns)
      throws IOException {
    List<Table> whole = new ArrayList<>();
    read(in, name, delimiter, columns, Integer.MAX_VALUE, whole::add);
    return whole.get(0);
  }

  private static void read(
      Reader in, String name, char delimiter, List<String> columns, int most, Consumer<Table> taker)
      throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
    List<String> header = columns.isEmpty() ? columns : header(columns, name);
    List<List<String>> rows = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    int taken = 0;
    try {
      var parser = format.parse(in);
      for (CSVRecord line : parser) {
        List<String> cells = line.stream().map(String::strip).toList();
        if (header.isEmpty()) {
          header = header(cells, name);
        } else {
          requireWidth(cells, header, name, parser.getCurrentLineNumber());
          if (rows.size() == most) {
            taker.accept(part(name, header, rows, lines));
            taken += most;
            rows.clear();
            lines.clear();
          }
          rows.add(cells);
          lines.add((int) parser.getCurrentLineNumber());
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw damaged(e, name, taken + rows.size());
    }
    if (rows.isEmpty()) {
      throw new IOException(
          name
              + (header.isEmpty()
                  ? ": is empty, expected a header line and rows"
                  : ": no rows after the header line"));
    }
    taker.accept(part(name, header, rows, lines));
  }

  private static Table part(
      String name, List<String> header, List<List<String>> rows, List<Integer> lines) {
    return new Table(name, header, rows, lines.stream().mapToInt(line -> line).toArray());
  }

  private static IOException damaged(Exception e, String name, int rows) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof IOException io && String.valueOf(io.getMessage()).startsWith(name + ":")) {
      return io;
    }
    String what =
        cause instanceof CharacterCodingException
            ? "bytes that are no UTF-8; save it as such"
            : OPEN_QUOTE
                .matcher(String.valueOf(cause.getMessage()))
                .replaceFirst("the quote that begins in line $1 does not end");
    return new IOException(name + ": damaged after row " + rows + ": " + what, e);
  }

  private static List<String> header(List<String> cells, String name) throws IOException {
    List<String> names = new ArrayList<>(cells);
    if (!names.get(0).isEmpty() && names.get(0).charAt(0) == BYTE_ORDER_MARK) {
      names.set(0, names.get(0).substring(1).strip());
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        throw new IOException(name + ": header: column " + (i + 1) + " has no name");
      }
      Integer before = seen.put(names.get(i), i);
      if (before != null) {
        throw new IOException(
            name
                + ": header: columns "
                + (before + 1)
                + " and "
                + (i + 1)
                + " are both called '"
                + Numerals.shortened(names.get(i))
                + "'");
      }
    }
    return List.copyOf(names);
  }

  private static void requireWidth(List<String> cells, List<String> header, String name, long line)
      throws IOException {
    if (cells.size() != header.size()) {
      throw new IOException(
          name
              + ": line "
              + line
              + ": got "
              + cells.size()
              + " cells, expected "
              + header.size()
              + " as in the header; "
              + (cells.size() < header.size()
                  ? "a cell that holds nothing keeps its delimiter"
                  : "a cell that holds a delimiter needs quotes"));
    }
  }

  // --- looking --------------------------------------------------------------------------------

  public int size() {
    return rows.size();
  }

  /**
   * The place of a column.
   *
   * @throws IllegalArgumentException offering the nearest name, if there is none of this name
   */
  public int column(String name) {
    requireNonNull(name, "name");
    int at = columns.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          source
              + ": no column '"
              + Numerals.shortened(name)
              + "'"
              + Spelling.offered(name, columns)
              + " header has: "
              + Spelling.listed(columns));
    }
    return at;
  }

  /** All cells of a column, from the top. */
  public List<String> cells(String name) {
    requireNonNull(name, "name");
    int at = column(name);
    return rows.stream().map(row -> row.get(at)).toList();
  }

  /** A row as names and cells, in the order of the header. */
  public Map<String, String> row(int index) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), rows.get(checked(index)).get(i));
    }
    return row;
  }

  /** The rows whose index fits. */
  public Table where(IntPredicate row) {
    requireNonNull(row, "row");
    return rows(IntStream.range(0, size()).filter(row).toArray());
  }

  private int checked(int row) {
    if (row < 0 || row >= rows.size()) {
      throw new IllegalArgumentException(
          source + ": got row " + row + ", expected one of " + rows.size() + ", from 0");
    }
    return row;
  }

  /**
   * Some rows, in the order given.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  public Table rows(int... which) {
    requireNonNull(which, "which");
    List<List<String>> some = IntStream.of(which).mapToObj(i -> rows.get(checked(i))).toList();
    return new Table(source, columns, some, IntStream.of(which).map(i -> lines[i]).toArray());
  }

  /** Where a cell stands, for messages. */
  public String place(int row, String column) {
    requireNonNull(column, "column");
    return source
        + ": line "
        + lines[checked(row)]
        + ", column '"
        + Numerals.shortened(column)
        + "'";
  }

  @Override
  public String toString() {
    return "Table(" + source + ": " + size() + " rows of " + Spelling.listed(columns) + ")";
  }
}
