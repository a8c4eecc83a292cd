package dev.capstan.examples.reproduce;

import dev.capstan.examples.OutputFile;
import dev.capstan.examples.train.SeededScores.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each run came to, in a file that is written after every run: whoever stops goes on from it.
 * Figures are those of the version of the library that trained; whoever changes it begins anew.
 */
final class KeptScores {
  private static final String HEADER = "data,protocol,loss,seed,recall,map";
  private static final String SHARE = "(\\d\\.\\d{1,20}(?:E-\\d{1,3})?)";
  private static final Pattern LINE =
      Pattern.compile("([a-z]+),([a-z]+),([a-z-]+),(\\d{1,6})," + SHARE + "," + SHARE);

  private final @Nullable Path file;
  private final Map<String, Pair> scores = new LinkedHashMap<>();

  /**
   * @param file null if nothing is kept
   * @throws IOException if the file has another line than this writes
   */
  KeptScores(@Nullable Path file) throws IOException {
    this.file = file;
    if (file == null) {
      return;
    }
    OutputFile.requireWritable(file);
    if (Files.exists(file)) {
      read(Files.readAllLines(file));
    }
  }

  private void read(List<String> lines) throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i));
      if (i == 0 ? !lines.get(0).equals(HEADER) : !line.matches()) {
        throw new IOException(
            file
                + ":"
                + (i + 1)
                + ": is no line of scores, which begin with '"
                + HEADER
                + "'; name another file by --scores");
      }
      if (i > 0) {
        Pair pair = new Pair(Double.parseDouble(line.group(5)), Double.parseDouble(line.group(6)));
        scores.put(lines.get(i).substring(0, line.end(4)), pair);
      }
    }
  }

  Optional<Pair> of(Anchor row, int seed) {
    return Optional.ofNullable(scores.get(key(row, seed)));
  }

  void put(Anchor row, int seed, Pair pair) throws IOException {
    scores.put(key(row, seed), pair);
    if (file == null) {
      return;
    }
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    scores.forEach(
        (key, each) ->
            text.append(key)
                .append(',')
                .append(each.recallAt1())
                .append(',')
                .append(each.mapAtR())
                .append('\n'));
    OutputFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static String key(Anchor row, int seed) {
    return row.data() + "," + row.protocol() + "," + row.loss() + "," + seed;
  }
}
