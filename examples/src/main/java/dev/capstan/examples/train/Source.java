package dev.capstan.examples.train;

import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.Idx;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data sets that can be trained on. All but MNIST travel with the program; MNIST's licence
 * wants it apart, so it is read from a folder.
 */
public enum Source {
  DIGITS("Digits", "1,797 handwritten digits of 8 by 8 pixels", 1797, 64, new Recipe(128, 32, 30)),
  LETTER(
      "Letters",
      "20,000 printed letters, described by 16 numbers each",
      20_000,
      16,
      new Recipe(128, 32, 8)),
  MNIST(
      "MNIST",
      "10,000 handwritten digits of 28 by 28 pixels",
      10_000,
      784,
      new Recipe(256, 64, 10)),
  IRIS("Iris", "150 flowers of three species, four lengths each", 150, 4, new Recipe(32, 8, 200)),
  WINE("Wine", "178 wines of three growers, 13 measurements each", 178, 13, new Recipe(32, 8, 200));

  /** Where MNIST is looked for unless another folder is named. */
  public static final Path MNIST_FOLDER = Path.of("data", "mnist10k");

  /** Other names that are understood. */
  static final Map<String, Source> ALIASES =
      Map.of("letters", LETTER, "letter-recognition", LETTER, "mnist10k", MNIST, "digit", DIGITS);

  private static final String MNIST_STEM = "mnist10k";
  private static final String IMAGES = "-images.idx3-ubyte.gz";

  private static final List<String> TEN_DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private final String title;
  private final String description;
  private final int rows;
  private final int width;
  private final Recipe recipe;

  Source(String title, String description, int rows, int width, Recipe recipe) {
    this.title = title;
    this.description = description;
    this.rows = rows;
    this.width = width;
    this.recipe = recipe;
  }

  /** As the command line knows it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this name; null if there is none. */
  static @Nullable Source of(String canonical) {
    for (Source source : values()) {
      if (source.id().equals(canonical)) {
        return source;
      }
    }
    return ALIASES.get(canonical);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Source::id).toList();
  }

  /** As a heading. */
  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  /** How many rows it has, training and test together. */
  int rows() {
    return rows;
  }

  /** Numbers in a row. */
  int width() {
    return width;
  }

  /** What a run on it is about. */
  About about() {
    return new About(id(), title, description, rows, width, "train " + id(), recipe);
  }

  /** Sizes and epochs that suit it. */
  public Recipe recipe() {
    return recipe;
  }

  /**
   * Refuses what can be seen without reading: a folder without the data set.
   *
   * @throws IOException naming the file that is missing
   */
  void requirePresent(Path mnist) throws IOException {
    if (this == MNIST) {
      existing(mnist, MNIST_STEM + IMAGES);
    }
  }

  /**
   * Reads the data set and divides it.
   *
   * @param mnist the folder of MNIST's files
   * @throws IOException if a file is missing or damaged, naming it and the place
   */
  public Split load(Protocol protocol, Path mnist) throws IOException {
    return switch (this) {
      case DIGITS -> images("digits", protocol, Source::resource, 16);
      case MNIST -> images("mnist", protocol, name -> file(mnist, name), 255);
      case LETTER -> letters(protocol);
      case IRIS, WINE -> flowers(protocol);
    };
  }

  // --- pictures -------------------------------------------------------------------------------

  /** Opens one of a data set's files by name. */
  private interface Opener {
    InputStream open(String name) throws IOException;
  }

  private static Split images(String id, Protocol protocol, Opener files, int white)
      throws IOException {
    String stem = id.equals("mnist") ? MNIST_STEM : id;
    Idx images = idx(files, stem + IMAGES);
    Idx labels = idx(files, stem + "-labels.idx1-ubyte.gz");
    Dataset all = Idx.dataset(images, labels, id).scaled(1.0 / white);
    boolean[] test = split(files, id + "-closed-split.txt", all.size());
    IntPredicate seen = row -> all.label(row) < 5;
    boolean closed = protocol == Protocol.CLOSED;
    return new Split(
        id,
        protocol,
        all.where(closed ? row -> !test[row] : seen),
        all.where(closed ? row -> test[row] : seen.negate()),
        TEN_DIGITS,
        images.sizes()[1]);
  }

  private static Idx idx(Opener files, String name) throws IOException {
    try (InputStream in = files.open(name)) {
      return Idx.read(in, name);
    }
  }

  /** A line a row: 0 for training, 1 for test. */
  private static boolean[] split(Opener files, String name, int rows) throws IOException {
    try (InputStream in = files.open(name)) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      if (lines.size() != rows) {
        throw new IOException(name + ": got " + lines.size() + " lines, expected " + rows);
      }
      boolean[] test = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        String line = lines.get(i);
        if (!line.equals("0") && !line.equals("1")) {
          throw new IOException(
              name + ": line " + (i + 1) + ": got '" + line + "', expected 0 or 1");
        }
        test[i] = line.equals("1");
      }
      return test;
    }
  }

  // --- tables ---------------------------------------------------------------------------------

  /** What the numbers 0 to 2 in the files stand for. */
  private static final List<String> SPECIES = List.of("setosa", "versicolor", "virginica");

  private static final List<String> GROWERS = List.of("grower 1", "grower 2", "grower 3");

  private static final int LETTER_TRAINING_ROWS = 16_000;

  private static Split letters(Protocol protocol) throws IOException {
    Table table = table("letter.csv.gz");
    Dataset all = table.dataset().scaled(1.0 / 15);
    boolean open = protocol == Protocol.OPEN;
    IntPredicate first = row -> row < LETTER_TRAINING_ROWS;
    IntPredicate seen = row -> all.label(row) < 13;
    return new Split(
        "letter",
        protocol,
        all.where(open ? first.and(seen) : first),
        all.where(open ? first.negate().and(seen.negate()) : first.negate()),
        table.classNames(),
        0);
  }

  /** Every fourth row of a class is a test row; features are standardised by the training rows. */
  private Split flowers(Protocol protocol) throws IOException {
    if (protocol == Protocol.OPEN) {
      throw new IllegalArgumentException(
          id() + ": protocol 'open' needs four classes or more, got 3; use --protocol closed");
    }
    Table table = table(id() + ".csv.gz");
    Dataset all = table.dataset();
    int[] seen = new int[all.classes()];
    boolean[] test = new boolean[all.size()];
    for (int i = 0; i < test.length; i++) {
      test[i] = ++seen[all.label(i)] % 4 == 0;
    }
    Standardizer scale = Standardizer.of(all.where(row -> !test[row]));
    return new Split(
        id(),
        protocol,
        scale.apply(all.where(row -> !test[row])),
        scale.apply(all.where(row -> test[row])),
        this == IRIS ? SPECIES : GROWERS,
        0);
  }

  private static Table table(String name) throws IOException {
    try (InputStream in = resource(name);
        BufferedReader reader = Table.unpacked(in, name)) {
      return Table.read(reader, name);
    }
  }

  // --- files ----------------------------------------------------------------------------------

  private static InputStream resource(String name) throws IOException {
    InputStream in = Source.class.getResourceAsStream("/dev/capstan/examples/data/" + name);
    if (in == null) {
      throw new FileNotFoundException(name + " is missing from the program; build it anew");
    }
    return in;
  }

  private static InputStream file(Path folder, String name) throws IOException {
    return Files.newInputStream(existing(folder, name));
  }

  private static Path existing(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(
          "mnist: no file "
              + file
              + "; run from the project's folder, or name the data with --mnist FOLDER");
    }
    return file;
  }
}
