package dev.capstan.data;

import dev.capstan.data.ImageFolder.Color;
import dev.capstan.data.ImageFolder.Form;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture's numbers. Sizes are changed by our own arithmetic, so that the same file gives the
 * same bits on every Java; grey pictures are read by their samples, as {@code getRGB} would
 * brighten them.
 */
final class ImageFile {
  /** A small file may claim to be huge. */
  private static final long MOST_PIXELS = 1L << 27;

  /** What cameras and programs may write behind the end. */
  private static final int TRAILER = 1 << 16;

  private ImageFile() {}

  static float[] read(Path file, Form form) throws IOException {
    BufferedImage image = decoded(file);
    int channels = form.color().channels();
    double[][] planes = planes(image, form.color());
    float[] all = new float[form.features()];
    int plane = form.width() * form.height();
    for (int c = 0; c < channels; c++) {
      double[] sized = sized(planes[c], image.getWidth(), image.getHeight(), form);
      for (int i = 0; i < plane; i++) {
        all[c * plane + i] = (float) sized[i];
      }
    }
    return all;
  }

  private static BufferedImage decoded(Path file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers =
          in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no picture of a known format (PNG, JPEG, GIF, BMP, TIFF)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new IOException("it says that it has " + pixels + " pixels, expected at most 2^27");
        }
        if (reader.getFormatName().equalsIgnoreCase("jpeg") && !hasEnd(file)) {
          throw new IOException("cut short: its end mark is missing");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // Readers meet damaged files with whatever their parsing comes to.
      throw new IOException(file + ": a damaged picture", e);
    }
  }

  /** Whether a JPEG file ends, or nearly so; its reader paints what is missing grey. */
  private static boolean hasEnd(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate((int) Math.min(TRAILER, channel.size()));
      channel.position(channel.size() - last.capacity());
      while (last.hasRemaining() && channel.read(last) >= 0) {
        // Once more: a channel may give less than it is asked for.
      }
      for (int i = 0; i + 1 < last.position(); i++) {
        if (last.get(i) == (byte) 0xff && last.get(i + 1) == (byte) 0xd9) {
          return true;
        }
      }
      return false;
    }
  }

  /** Each channel's pixels, from 0 to 1. */
  private static double[][] planes(BufferedImage image, Color color) {
    int bands = image.getRaster().getNumBands();
    boolean grey = bands <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    double[][] rgb = grey ? samples(image) : colors(image);
    if (color == Color.RGB) {
      return rgb;
    }
    double[] mixed = new double[rgb[0].length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = grey ? rgb[0][i] : 0.299 * rgb[0][i] + 0.587 * rgb[1][i] + 0.114 * rgb[2][i];
    }
    return new double[][] {mixed};
  }

  private static double[][] samples(BufferedImage image) {
    Raster raster = image.getRaster();
    double most = StrictMath.pow(2, raster.getSampleModel().getSampleSize(0)) - 1;
    int width = image.getWidth();
    double[] values = raster.getSamples(0, 0, width, image.getHeight(), 0, (double[]) null);
    for (int i = 0; i < values.length; i++) {
      values[i] /= most;
    }
    return new double[][] {values, values, values};
  }

  private static double[][] colors(BufferedImage image) {
    int width = image.getWidth();
    int[] packed = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    double[][] rgb = new double[3][packed.length];
    for (int i = 0; i < packed.length; i++) {
      rgb[0][i] = (packed[i] >> 16 & 0xff) / 255.0;
      rgb[1][i] = (packed[i] >> 8 & 0xff) / 255.0;
      rgb[2][i] = (packed[i] & 0xff) / 255.0;
    }
    return rgb;
  }

  /** Each pixel the mean of what it covers: first along rows, then along columns. */
  private static double[] sized(double[] pixels, int width, int height, Form form) {
    if (width == form.width() && height == form.height()) {
      return pixels;
    }
    double[] narrow = new double[height * form.width()];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < form.width(); x++) {
        narrow[y * form.width() + x] = mean(pixels, y * width, 1, width, x, form.width());
      }
    }
    double[] sized = new double[form.features() / form.color().channels()];
    for (int y = 0; y < form.height(); y++) {
      for (int x = 0; x < form.width(); x++) {
        sized[y * form.width() + x] = mean(narrow, x, form.width(), height, y, form.height());
      }
    }
    return sized;
  }

  /** The mean of the {@code at}-th of {@code parts} equal parts of a line of {@code length}. */
  private static double mean(double[] x, int start, int stride, int length, int at, int parts) {
    // In units of 1 / parts of a pixel, so that whole numbers say what is covered.
    long from = (long) at * length;
    long to = from + length;
    double sum = 0;
    for (long i = from / parts; i * parts < to; i++) {
      long covered = Math.min(to, (i + 1) * parts) - Math.max(from, i * parts);
      sum += covered * x[start + (int) i * stride];
    }
    return sum / length;
  }
}
