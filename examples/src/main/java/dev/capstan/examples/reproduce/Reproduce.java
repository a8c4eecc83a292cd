package dev.capstan.examples.reproduce;

import dev.capstan.examples.Asked;
import dev.capstan.examples.Interruption;
import dev.capstan.examples.Names;
import dev.capstan.examples.OutputFile;
import dev.capstan.examples.text.WordNet;
import dev.capstan.examples.train.Criterion;
import dev.capstan.examples.train.KernelChoice;
import dev.capstan.examples.train.SeededScores;
import dev.capstan.examples.train.SeededScores.Pair;
import dev.capstan.examples.train.Source;
import dev.capstan.ops.Capstan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains every row of the accuracy table, and judges it. */
@Command(
    name = "reproduce",
    description =
        "Trains each loss on each data set from several seeds, beside the figures of PyTorch.",
    mixinStandardHelpOptions = true,
    subcommands = WordNet.class,
    sortOptions = false,
    footer = {
      "",
      "A row is below if its mean is less than the other's by more than three standard errors of",
      "their difference. Exit code: 0 if none is, 1 if one is, 130 if interrupted."
    })
public final class Reproduce implements Callable<Integer> {
  private static final String TEXT = "text";
  private static final int SEEDS = 20;
  private static final int QUICK_SEEDS = 3;
  private static final String BEGIN = "<!-- made by reproduce: begin -->\n";
  private static final String END = "<!-- made by reproduce: end -->\n";

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--quick", description = "Three seeds, digits and letter alone: a look.")
  private boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "DATA",
      description = "digits, letter, mnist, text; several with commas between (default: all).")
  private List<String> only = List.of();

  @Option(names = "--loss", paramLabel = "NAME", description = "One loss alone.")
  private @Nullable String loss;

  @Option(names = "--seeds", paramLabel = "N", description = "How many, from 0 (default: 20).")
  private @Nullable Integer seeds;

  @Option(names = "--mnist", paramLabel = "DIR", description = "The folder of MNIST's files.")
  private Path mnist = Source.MNIST_FOLDER;

  @Option(
      names = "--wordnet",
      paramLabel = "F",
      description = {
        "A file of texts without a header line: split, category, lemmas, definition.",
        "Without it the rows of text are left out."
      })
  private @Nullable Path wordnet;

  @Option(
      names = "--scores",
      paramLabel = "FILE",
      description = "Keep what each run came to as CSV, and train only what it has not yet.")
  private @Nullable Path scoreFile;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Put the table into a page, between its two marks.")
  private @Nullable Path page;

  @Override
  public Integer call() throws IOException {
    int count = seeds == null ? quick ? QUICK_SEEDS : SEEDS : seeds;
    if (count < 2) {
      throw asked().refused("--seeds: got " + count + ", expected 2 or more");
    }
    List<Anchor> asked = rows();
    String before = page == null ? "" : Files.readString(page);
    requireMarks(before);
    KeptScores kept = new KeptScores(scoreFile);
    KernelChoice.settleThreads(1);
    SeededScores scores = new SeededScores(mnist, Optional.ofNullable(wordnet));
    PrintWriter out = asked().out();
    out.print(Result.header());
    List<Result> results = new ArrayList<>();
    try (Interruption interruption = Interruption.listen("reproduce", asked().err())) {
      for (Anchor anchor : asked) {
        Optional<Result> result = result(scores, kept, anchor, count, interruption);
        if (result.isEmpty()) {
          return Interruption.EXIT_CODE;
        }
        results.add(result.get());
        out.print(result.get().line());
        out.flush();
      }
    }
    String footer = footer(count, results);
    out.println();
    out.println(footer);
    out.flush();
    if (page != null) {
      OutputFile.write(page, merged(before, results, footer).getBytes(StandardCharsets.UTF_8));
    }
    return results.stream().anyMatch(Result::isMiss) ? 1 : 0;
  }

  private List<Anchor> rows() throws IOException {
    List<Anchor> all = Anchor.all();
    List<String> data = all.stream().map(Anchor::data).distinct().toList();
    for (String each : only) {
      asked().named("data set", each, data, List.of(), name -> data.contains(name) ? name : null);
    }
    if (loss != null) {
      asked().named("loss", loss, Criterion.names(), Criterion.aliases(), Criterion::of);
    }
    if (only.contains(TEXT) && wordnet == null) {
      throw asked().refused("--only text needs the file of texts; name it by --wordnet");
    }
    List<Anchor> rows = all.stream().filter(this::isAsked).toList();
    if (rows.isEmpty()) {
      throw asked().refused("the table has no row of that loss on that data");
    }
    return rows;
  }

  private boolean isAsked(Anchor anchor) {
    boolean data =
        only.isEmpty()
            ? !quick || anchor.data().equals("digits") || anchor.data().equals("letter")
            : only.contains(anchor.data());
    boolean there = !anchor.data().equals(TEXT) || wordnet != null;
    Criterion one = loss == null ? null : Criterion.of(Names.canonical(loss));
    return data && there && (one == null || one.id().equals(anchor.loss()));
  }

  private Optional<Result> result(
      SeededScores scores, KeptScores kept, Anchor anchor, int count, Interruption interruption)
      throws IOException {
    double[] recalls = new double[count];
    double[] maps = new double[count];
    for (int seed = 0; seed < count; seed++) {
      if (interruption.isAsked()) {
        return Optional.empty();
      }
      Optional<Pair> known = kept.of(anchor, seed);
      if (known.isEmpty()) {
        known = Optional.of(scores.of(anchor.data(), anchor.protocol(), anchor.loss(), seed));
        kept.put(anchor, seed, known.get());
      }
      Pair pair = known.get();
      recalls[seed] = pair.recallAt1();
      maps[seed] = pair.mapAtR();
    }
    return Optional.of(new Result(anchor, Sample.of(recalls), Sample.of(maps)));
  }

  private static String footer(int count, List<Result> results) {
    long judged = results.stream().filter(r -> r.anchor().isJudged()).count();
    long below = results.stream().filter(Result::isMiss).count();
    return String.format(
        Locale.ROOT,
        "Seeds 0 to %d; %d of %d judged rows met. Kernels: %s (scalar and vector ones give the"
            + " same bits), Java %d.",
        count - 1,
        judged - below,
        judged,
        Capstan.kernels(),
        Runtime.version().feature());
  }

  // --- the page -------------------------------------------------------------------------------

  private void requireMarks(String before) throws IOException {
    if (page != null && (!before.contains(BEGIN) || before.indexOf(END) < before.indexOf(BEGIN))) {
      throw new IOException(page + ": has no '" + BEGIN.strip() + "' before an end mark");
    }
  }

  private static String merged(String before, List<Result> results, String footer) {
    StringBuilder table = new StringBuilder(Result.header());
    results.forEach(result -> table.append(result.line()));
    int from = before.indexOf(BEGIN) + BEGIN.length();
    return before.substring(0, from)
        + table
        + "\n"
        + footer
        + "\n"
        + before.substring(before.indexOf(END));
  }

  private Asked asked() {
    return Asked.of("reproduce", spec);
  }
}
