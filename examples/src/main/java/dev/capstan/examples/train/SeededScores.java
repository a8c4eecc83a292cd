package dev.capstan.examples.train;

import dev.capstan.data.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the usual recipes come to from a seed; each data set is read once. */
public final class SeededScores {
  /** The columns of the file of texts, which has no header line. */
  private static final List<String> COLUMNS = List.of("split", "category", "lemmas", "definition");

  private static final TextSplit.Plan PLAN =
      new TextSplit.Plan("definition", "category", "split", 0.25, 2, 0);

  private static final Recipe TEXT = new Recipe(0, 64, 4);
  private static final double TEXT_RATE = 5e-3;

  /** Two figures of a run. */
  public record Pair(double recallAt1, double mapAtR) {}

  private final Path mnist;
  private final Optional<Path> texts;
  private Optional<Split> split = Optional.empty();
  private Optional<TextSplit> words = Optional.empty();

  /**
   * @param mnist the folder of MNIST's files
   * @param texts the file of texts, if there is one
   */
  public SeededScores(Path mnist, Optional<Path> texts) {
    this.mnist = mnist;
    this.texts = texts;
  }

  /**
   * Trains.
   *
   * @param data a {@link Source}'s name, or {@code text}
   * @throws IOException if a file is missing or damaged
   */
  public Pair of(String data, String protocol, String loss, long seed) throws IOException {
    Criterion criterion = Criterion.of(loss);
    Protocol asked = Protocol.of(protocol);
    Source source = Source.of(data);
    if (criterion == null || asked == null || source == null && !data.equals("text")) {
      throw new IllegalArgumentException(
          "reproduce: got " + data + ", " + protocol + ", " + loss + ", which are not known");
    }
    Score score = source == null ? text(criterion, seed) : rows(source, asked, criterion, seed);
    return new Pair(score.recallAt1(), score.mapAtR());
  }

  private Score rows(Source source, Protocol protocol, Criterion criterion, long seed)
      throws IOException {
    boolean there =
        split.filter(s -> s.name().equals(source.id()) && s.protocol() == protocol).isPresent();
    if (!there) {
      split = Optional.of(source.load(protocol, mnist));
    }
    Settings settings =
        new Settings(
            source, protocol, criterion, source.recipe(), Experiment.LEARNING_RATE, seed, 1);
    return Experiment.run(settings, split.orElseThrow(), Progress.silent()).trained();
  }

  private Score text(Criterion criterion, long seed) throws IOException {
    Path file = texts.orElseThrow(() -> new IllegalArgumentException("reproduce: no texts"));
    if (words.isEmpty()) {
      words = Optional.of(TextSplit.of(Table.read(file, COLUMNS), PLAN));
    }
    About about = new About("text", "Text", "texts", 0, 0, "train text", TEXT);
    Settings settings =
        new Settings(
            about,
            Protocol.CLOSED,
            criterion,
            TEXT,
            TEXT_RATE,
            Optimization.ADAM,
            Pace.Schedule.CONSTANT,
            0,
            seed,
            1);
    return new TextExperiment(settings, words.orElseThrow())
        .run(Progress.silent(), () -> false, RunFolder.none())
        .trained();
  }
}
