package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Finding;
import dev.capstan.benchmarks.contest.Line;
import dev.capstan.benchmarks.contest.Spec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A measuring JVM, watched from outside. */
final class Child {
  /** A fork that takes longer hangs. */
  private static final int PATIENCE_MINUTES = 15;

  /** So much of what it says is kept to explain a failure. */
  private static final int LAST_WORDS = 40;

  private final Deque<String> words = new ArrayDeque<>();

  private Child() {}

  /**
   * Runs a fork to its end.
   *
   * @param each takes what it finds, as soon as it is known
   * @return why it broke off; empty if it did not
   */
  static String run(ProcessBuilder builder, Spec spec, Consumer<Finding> each)
      throws IOException, InterruptedException {
    return new Child().watch(builder.redirectErrorStream(true).start(), spec, each);
  }

  private String watch(Process process, Spec spec, Consumer<Finding> each)
      throws IOException, InterruptedException {
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    CompletableFuture.delayedExecutor(PATIENCE_MINUTES, TimeUnit.MINUTES)
        .execute(process::destroyForcibly);
    try (Writer out = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      send(out, spec);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Finding finding = Line.finding(line);
        if (finding != null) {
          each.accept(finding);
        } else {
          remember(line);
        }
      }
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return code == 0 ? "" : "exit code " + code + ": " + lastWords();
  }

  /** A JVM that refuses its flags is gone before it reads anything; its output says why. */
  private static void send(Writer out, Spec spec) {
    try {
      out.write(Line.of(spec) + "\n");
      out.flush();
    } catch (IOException e) {
      // Its last words say more.
    }
  }

  private void remember(String line) {
    words.addLast(line);
    if (words.size() > LAST_WORDS) {
      words.removeFirst();
    }
  }

  private String lastWords() {
    return words.stream()
        .filter(w -> w.matches(".*(Error|Exception|Unrecognized|fatal|# +SIG).*"))
        .findFirst()
        .orElse(words.isEmpty() ? "no word" : words.getLast())
        .strip();
  }
}
