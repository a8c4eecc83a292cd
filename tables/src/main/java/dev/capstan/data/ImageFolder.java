package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.Examples;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pictures in a folder that has a folder for each class.
 *
 * <pre>{@code
 * ImageFolder birds = ImageFolder.open(Path.of("birds"), ImageFolder.Form.grey(32, 32));
 * Dataset all = birds.dataset();                            // read now, kept in memory
 * var batches = new DataLoader<>(birds, sampler).prefetch(4); // read as they are asked for
 * }</pre>
 *
 * <p>Classes are numbered in the order of their names, pictures come class by class in the order of
 * theirs; what begins with a dot is passed over. Formats are those of {@code javax.imageio}: PNG,
 * JPEG, GIF (its first picture), BMP, TIFF. A picture is brought to the size asked for, each pixel
 * being the mean of what it covers, and becomes a row of {@code channels · height · width} numbers
 * from 0 to 1, channel by channel, as {@code reshape(B, channels, height, width)} wants it. What
 * lies behind transparent pixels is taken as it is stored.
 */
public final class ImageFolder implements Examples<Batch> {

  /** What becomes of colours. */
  public enum Color {
    /** One channel: 0.299 R + 0.587 G + 0.114 B. */
    GREY(1),
    /** Red, green and blue. */
    RGB(3);

    private final int channels;

    Color(int channels) {
      this.channels = channels;
    }

    public int channels() {
      return channels;
    }
  }

  /** What each picture is brought to. */
  public record Form(int width, int height, Color color) {
    public Form {
      requireNonNull(color, "color");
      if (width < 1 || height < 1 || (long) width * height > 1 << 24) {
        throw new IllegalArgumentException(
            "images: got a size of "
                + width
                + " × "
                + height
                + ", expected 1 or more each, and at most 2^24 pixels");
      }
    }

    public static Form grey(int width, int height) {
      return new Form(width, height, Color.GREY);
    }

    public static Form rgb(int width, int height) {
      return new Form(width, height, Color.RGB);
    }

    /** How many numbers a picture becomes. */
    public int features() {
      return width * height * color.channels();
    }
  }

  private final Path folder;
  private final Form form;
  private final List<String> classes;
  private final List<Path> files;
  private final int[] labels;

  private ImageFolder(
      Path folder, Form form, List<String> classes, List<Path> files, int[] labels) {
    this.folder = folder;
    this.form = form;
    this.classes = List.copyOf(classes);
    this.files = List.copyOf(files);
    this.labels = labels;
  }

  /**
   * Looks what there is; no picture is read yet.
   *
   * @throws IOException naming the folder or the file: a class without pictures, a folder within a
   *     class, a file beside the classes, no class
   */
  public static ImageFolder open(Path folder, Form form) throws IOException {
    requireNonNull(folder, "folder");
    requireNonNull(form, "form");
    List<String> classes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path of : visible(folder)) {
      if (!Files.isDirectory(of)) {
        throw new IOException(of + ": a file beside the classes' folders; expected folders alone");
      }
      List<Path> its = visible(of);
      for (Path file : its) {
        if (Files.isDirectory(file)) {
          throw new IOException(file + ": a folder within a class; expected pictures alone");
        }
        files.add(file);
        labels.add(classes.size());
      }
      if (its.isEmpty()) {
        throw new IOException(of + ": a class without pictures; remove its folder, or bring some");
      }
      classes.add(String.valueOf(of.getFileName()));
    }
    if (classes.isEmpty()) {
      throw new IOException(folder + ": no folder in it; expected one for each class");
    }
    return new ImageFolder(
        folder, form, classes, files, labels.stream().mapToInt(label -> label).toArray());
  }

  private static List<Path> visible(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("no folder " + folder);
    } catch (NotDirectoryException e) {
      throw new NotDirectoryException(folder + ": no folder");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  // --- what is in it --------------------------------------------------------------------------

  @Override
  public int size() {
    return files.size();
  }

  public Form form() {
    return form;
  }

  /** The classes' names, by label. */
  public List<String> classes() {
    return classes;
  }

  /** The label of each picture. */
  public int[] labels() {
    return labels.clone();
  }

  /** What each picture is known by: its file, from the folder on, with slashes. */
  public List<String> ids() {
    return files.stream().map(f -> folder.relativize(f).toString().replace('\\', '/')).toList();
  }

  /**
   * One picture's numbers.
   *
   * @throws IOException naming the file, if it is no picture, or a damaged one
   */
  public float[] read(int row) throws IOException {
    return ImageFile.read(files.get(checked(row)), form);
  }

  /**
   * Reads some pictures: features {@code [B, channels · height · width]} and labels.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  @Override
  public Batch batch(int... rows) {
    float[] features = features(requireNonNull(rows, "rows"));
    int[] some = Arrays.stream(rows).map(row -> labels[row]).toArray();
    return new Batch(Tensor.of(features, rows.length, form.features()), IntTensor.of(some));
  }

  /**
   * Reads all pictures on all threads, and keeps them.
   *
   * @throws IOException naming the file that is no picture, or a damaged one
   */
  public Dataset dataset() throws IOException {
    int[] all = new int[files.size()];
    Arrays.setAll(all, row -> row);
    try {
      return Dataset.of(features(all), form.features(), labels);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private float[] features(int[] rows) {
    if ((long) rows.length * form.features() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "images: got "
              + rows.length
              + " pictures of "
              + form.features()
              + " numbers, more than"
              + " an array holds; take a smaller size, or batches");
    }
    float[] features = new float[rows.length * form.features()];
    NavigableMap<Integer, IOException> faults = new ConcurrentSkipListMap<>();
    IntStream each = IntStream.range(0, rows.length);
    (ThreadLimit.current() > 1 ? each.parallel() : each)
        .forEach(
            i -> {
              // Those before a fault are read all the same: the first one is to be named.
              if (!faults.headMap(i).isEmpty()) {
                return;
              }
              try {
                System.arraycopy(read(rows[i]), 0, features, i * form.features(), form.features());
              } catch (IOException e) {
                faults.put(i, e);
              }
            });
    for (IOException first : faults.values()) {
      throw new UncheckedIOException(first);
    }
    return features;
  }

  private int checked(int row) {
    if (row < 0 || row >= files.size()) {
      throw new IllegalArgumentException(
          "batch: got row " + row + ", expected one of " + files.size() + ", from 0");
    }
    return row;
  }

  @Override
  public String toString() {
    return files.size()
        + " pictures of "
        + classes.size()
        + " classes, each as "
        + form.color().channels()
        + " × "
        + form.height()
        + " × "
        + form.width();
  }
}
