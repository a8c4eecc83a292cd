package dev.capstan.examples.csv;

import dev.capstan.data.ImageEncoder;
import dev.capstan.data.ImageFolder;
import dev.capstan.data.ImageFolder.Color;
import dev.capstan.data.ImageFolder.Form;
import dev.capstan.data.ModelCard;
import dev.capstan.data.Splits;
import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Protocol;
import dev.capstan.examples.train.Split;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains an encoder on pictures of one's own. */
@Command(
    name = "images",
    description = {
      "Trains an encoder on a folder of pictures that has a folder for each class, and says how",
      "good it is. Each picture is brought to one size, and kept in memory."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainImages implements Callable<Integer> {
  private static final int HIDDEN = 256;
  private static final int DIMENSION = 64;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "DIR",
      description = "The folder that has a folder of pictures for each class.")
  private Path folder = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "32",
      description = "What width and height become (default: 32).")
  private int size;

  @Option(
      names = "--color",
      paramLabel = "WHAT",
      defaultValue = "grey",
      description = "What colours become: grey (default) or rgb.")
  private Color color = Color.GREY;

  @Mixin private EncoderTraining training = new EncoderTraining();

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    training.requireSense();
    ImageFolder images = ImageFolder.open(folder, new Form(size, size, color));
    return training.run(new Pictures(images), HIDDEN, DIMENSION, start);
  }

  /** Pictures made ready. */
  private final class Pictures implements EncoderTraining.Prepared {
    private final ImageFolder images;
    private final List<String> notes = new ArrayList<>();
    private final Split split;

    Pictures(ImageFolder images) throws IOException {
      this.images = images;
      String source = folder.toString();
      List<String> classes = images.classes();
      List<String> labels = Arrays.stream(images.labels()).mapToObj(classes::get).toList();
      boolean[] test =
          Splits.stratified(labels, training.test(), new RandomStream(training.seed()));
      Dataset all = images.dataset();
      Dataset train = UsableRows.withoutSingles(all.where(row -> !test[row]), source, notes);
      Dataset asked = all.where(row -> test[row]);
      UsableRows.requireMates(asked, source, training.test());
      int side = color == Color.GREY ? size : 0;
      split = new Split(source, Protocol.CLOSED, train, asked, classes, side);
    }

    @Override
    public Split split() {
      return split;
    }

    @Override
    public List<String> notes() {
      return notes;
    }

    @Override
    public int size() {
      return images.size();
    }

    @Override
    public String description() {
      return split.name() + ": " + images;
    }

    @Override
    public String options() {
      return " --folder "
          + folder
          + " --size "
          + size
          + " --color "
          + color.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void save(Outcome outcome, ModelCard card, Path file) throws IOException {
      ImageEncoder.publish(images.form(), images.classes(), outcome.model(), card).save(file);
    }
  }
}
