package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.MissingPolicy;
import dev.capstan.data.ModelCard;
import dev.capstan.data.Table;
import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains an encoder on a table of one's own. What can be refused is refused before training. */
@Command(
    name = "csv",
    description = "Trains an encoder on a CSV or TSV file, and says how good it is.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainCsv implements Callable<Integer> {
  private static final int HIDDEN = 64;
  private static final int DIMENSION = 16;

  @Option(names = "--file", required = true, paramLabel = "F", description = "The table.")
  private Path file = Path.of("");

  @Option(
      names = "--label",
      required = true,
      paramLabel = "NAME",
      description = "The column of classes.")
  private String label = "";

  @Option(names = "--id", paramLabel = "NAME", description = "The column that names rows, if any.")
  private String id = "";

  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      defaultValue = "impute",
      description = "Rows that lack a value: impute (default), drop or refuse.")
  private MissingPolicy missing = MissingPolicy.IMPUTE;

  @Mixin private EncoderTraining training = new EncoderTraining();

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    training.requireSense();
    Table table = Table.read(file);
    CsvSplit data = CsvSplit.of(table, label, id, missing, training.test(), training.seed());
    return training.run(new Rows(table, data), HIDDEN, DIMENSION, start);
  }

  /** A table made ready. */
  private final class Rows implements EncoderTraining.Prepared {
    private final Table table;
    private final CsvSplit data;

    Rows(Table table, CsvSplit data) {
      this.table = table;
      this.data = data;
    }

    @Override
    public Split split() {
      return data.split();
    }

    @Override
    public List<String> notes() {
      return data.notes();
    }

    @Override
    public int size() {
      return table.size();
    }

    @Override
    public String description() {
      return table.source()
          + ": "
          + table.size()
          + " rows of "
          + data.schema().features().size()
          + " columns and "
          + data.schema().classes().size()
          + " classes";
    }

    @Override
    public String options() {
      return " --file "
          + file
          + " --label "
          + label
          + " --missing "
          + missing.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void save(Outcome outcome, ModelCard card, Path to) throws IOException {
      Encoder.publish(data.schema(), outcome.model(), card).save(to);
    }
  }
}
