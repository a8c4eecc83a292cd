package dev.capstan.testkit.fuzz;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Spoils files of one format at random and reads them: each must be read, or refused by an
 * exception of the documented kinds whose message names the file and stays below 500 characters.
 *
 * <pre>{@code
 * FileSummary summary = FileFuzzer.of(Npy::read, whole).run(folder.resolve("x.npy"), 0, 20_000);
 * }</pre>
 */
public final class FileFuzzer {
  private static final int LONGEST = 500;
  private static final long SLOW_NANOS = 5_000_000_000L;

  /** What parsers stumble over, put in anywhere. */
  private static final List<String> TOKENS =
      List.of(
          "NaN",
          "-Infinity",
          "1e999",
          "-1",
          "0",
          "2147483647",
          "9999999999999",
          "0x1p3",
          "1f",
          "\"",
          "{",
          "}",
          "[",
          "]",
          "[]",
          "{}",
          ",",
          ":",
          "null",
          "true",
          "\n",
          "\r\n",
          "\\u0000",
          "\u0661",
          "\ufeff",
          "shape",
          "data",
          "(",
          ")",
          "'",
          "\t");

  /** Reads a file, or refuses it. */
  @FunctionalInterface
  public interface Reading {
    Object read(Path file) throws IOException;
  }

  /** Spoils a file once more, by what it draws and nothing else. */
  @FunctionalInterface
  public interface Change {
    byte[] apply(byte[] file, SplittableRandom random);
  }

  /**
   * What became of the spoilt files.
   *
   * @param mutants how many there were
   * @param accepted how many could be read all the same
   * @param findings what should not happen, by place, each with the number of the mutant
   */
  public record FileSummary(long mutants, long accepted, List<String> findings) {
    public FileSummary {
      requireNonNull(findings, "findings");
    }

    @Override
    public String toString() {
      return mutants + " spoilt files, " + accepted + " read, " + findings.size() + " findings";
    }
  }

  private final Reading reading;
  private final List<byte[]> samples;
  private final Change change;

  private FileFuzzer(Reading reading, List<byte[]> samples, Change change) {
    this.reading = reading;
    this.samples = samples;
    this.change = change;
  }

  /** A fuzzer of whole files of one format. */
  public static FileFuzzer of(Reading reading, byte[]... samples) {
    requireNonNull(reading, "reading");
    requireNonNull(samples, "samples");
    if (samples.length == 0) {
      throw new IllegalArgumentException("fileFuzzer: got no sample, expected at least one");
    }
    return new FileFuzzer(reading, List.of(samples), FileFuzzer::changed);
  }

  /**
   * Spoiled also by a change that knows the format: bytes changed at random rarely get past a
   * parser. Each change is of one of the two kinds, this one three times of four.
   */
  public FileFuzzer withChange(Change knowing) {
    requireNonNull(knowing, "knowing");
    return new FileFuzzer(
        reading,
        samples,
        (file, random) ->
            random.nextInt(4) == 0 ? changed(file, random) : knowing.apply(file, random));
  }

  /** Writes spoilt files one after the other, each made from its number alone, and reads them. */
  public FileSummary run(Path file, long first, long count) throws IOException {
    requireNonNull(file, "file");
    Map<String, String> found = new LinkedHashMap<>();
    long accepted = 0;
    for (long n = first; n < first + count; n++) {
      SplittableRandom random = new SplittableRandom(n);
      byte[] mutant = samples.get(random.nextInt(samples.size()));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutant = change.apply(mutant, random);
      }
      Files.write(file, mutant);
      long start = System.nanoTime();
      try {
        reading.read(file);
        accepted++;
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
        String wrong = wrong(e, file.getFileName().toString());
        if (!wrong.isEmpty()) {
          found.putIfAbsent(wrong + at(e), "mutant " + n + ": " + wrong + at(e) + ": " + shown(e));
        }
      }
      if (System.nanoTime() - start > SLOW_NANOS) {
        found.putIfAbsent("slow", "mutant " + n + ": takes longer than 5 s");
      }
    }
    return new FileSummary(count, accepted, List.copyOf(found.values()));
  }

  private static byte[] changed(byte[] file, SplittableRandom random) {
    int at = random.nextInt(file.length + 1);
    int end = Math.min(file.length, at + random.nextInt(12));
    byte[] none = new byte[0];
    return switch (random.nextInt(7)) {
      case 0 -> spliced(file, at, Math.min(file.length, at + 1), new byte[] {any(random)});
      case 1 -> Arrays.copyOf(file, at);
      case 2 -> spliced(file, at, end, none);
      case 3 -> spliced(file, at, at, Arrays.copyOfRange(file, at, end));
      case 4 -> spliced(file, at, at, token(random));
      case 5 -> spliced(file, at, end, token(random));
      default -> number(file, at, random);
    };
  }

  private static byte any(SplittableRandom random) {
    return (byte) List.of(0, 255, 127, 128, random.nextInt(256)).get(random.nextInt(5)).intValue();
  }

  private static byte[] token(SplittableRandom random) {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** Another number in place of the next one. */
  private static byte[] number(byte[] file, int from, SplittableRandom random) {
    int at = from;
    while (at < file.length && (file[at] < '0' || file[at] > '9')) {
      at++;
    }
    int end = at;
    while (end < file.length && file[end] >= '0' && file[end] <= '9') {
      end++;
    }
    List<String> numbers = List.of("0", "-1", "7", "65536", "2147483648", "1e400", "1000000000");
    String number = numbers.get(random.nextInt(numbers.size()));
    return spliced(file, at, end, number.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] spliced(byte[] file, int from, int to, byte[] middle) {
    byte[] all = Arrays.copyOf(file, from + middle.length + file.length - to);
    System.arraycopy(middle, 0, all, from, middle.length);
    System.arraycopy(file, to, all, from + middle.length, file.length - to);
    return all;
  }

  private static String wrong(Throwable e, String name) {
    String message = e.getMessage();
    boolean ours =
        e instanceof IOException
            || e.getClass() == IllegalArgumentException.class
            || e.getClass().getName().startsWith("dev.capstan.");
    List<String> faults = new ArrayList<>();
    if (!ours) {
      faults.add("raw " + e.getClass().getSimpleName());
    } else if (message == null || !message.contains(name)) {
      faults.add("the file is not named");
    } else if (message.length() >= LONGEST) {
      faults.add("a message of " + LONGEST + " characters or more");
    }
    return String.join(", ", faults);
  }

  private static String shown(Throwable e) {
    String text = String.valueOf(e.getMessage());
    return text.substring(0, Math.min(160, text.length()));
  }

  private static String at(Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.capstan.")) {
        return " at " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }
}
