package dev.capstan.examples.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.data.ImageEncoder;
import dev.capstan.examples.Main;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of pictures to nearest neighbours. */
final class ImagesTest {
  private static final int SIDE = 12;
  private static final int EACH = 12;

  @TempDir private Path folder = Path.of("");

  /** Bars that lie, bars that stand, and squares, each somewhere and with some noise. */
  @BeforeEach
  void draw() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (String kind : new String[] {"lying", "square", "standing"}) {
      Path of = Files.createDirectories(folder.resolve("shapes").resolve(kind));
      for (int i = 0; i < EACH; i++) {
        int width = kind.equals("lying") ? 9 : kind.equals("square") ? 5 : 3;
        int height = kind.equals("standing") ? 9 : kind.equals("square") ? 5 : 3;
        int left = random.nextInt(SIDE - width);
        int top = random.nextInt(SIDE - height);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int at = 0; at < SIDE * SIDE; at++) {
          int x = at % SIDE;
          int y = at / SIDE;
          boolean in = x >= left && x < left + width && y >= top && y < top + height;
          image.getRaster().setSample(x, y, 0, (in ? 200 : 0) + random.nextInt(50));
        }
        ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
      }
    }
  }

  /** In this process; {@code @} stands for the folder. */
  private String run(int code, String line) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    String[] args =
        Arrays.stream(line.split(" ", -1))
            .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
            .toArray(String[]::new);
    assertEquals(code, Main.commandLine().setOut(out).setErr(out).execute(args), printed::toString);
    return printed.toString();
  }

  private static final String TRAIN =
      "train images --folder @shapes --size 12 --epochs 40 --hidden 32 --dimension 8"
          + " --threads 1 --report @r --model @m";

  @Test
  void fromPicturesToNeighbours() throws IOException {
    assertTrue(run(0, TRAIN).contains("raw pixels"));
    String inspected = run(0, "inspect @m");
    assertTrue(inspected.startsWith("ImageEncoder(12 × 12 grey -> 8)"), inspected);
    assertTrue(inspected.contains("classes: [lying, square, standing]"), inspected);
    assertTrue(inspected.contains("train images --folder "), inspected);

    String encoded = run(0, "encode --model @m --file @shapes --out @e.npy --index @i");
    assertTrue(encoded.contains("36 vectors of 8: "), encoded);
    String found =
        run(0, "neighbours --model @m --index @i --file @shapes/standing/3.png --count 1");
    assertEquals(
        "query,rank,id,distance,label\n3.png,1,standing/3.png,0.000000,standing\n",
        found.replaceAll("\\R", "\n"));
    String judged = run(0, "evaluate --model @m --file @shapes");
    assertTrue(judged.contains("  standing: Recall@1 "), judged);
    assertTrue(run(0, TRAIN.replace("@m", "@c") + " --color rgb --loss nt-xent").contains("model"));
    assertEquals(3 * SIDE * SIDE, ImageEncoder.load(folder.resolve("c")).form().features());
  }

  @Test
  void whatIsNoPictureIsRefusedAndNothingIsWritten() throws IOException {
    Path bad = Files.writeString(folder.resolve("shapes/square/x.png"), "no picture");
    assertTrue(run(1, TRAIN).contains(bad + ": no picture of a known format"));
    Files.delete(bad);
    byte[] whole = Files.readAllBytes(folder.resolve("shapes/square/0.png"));
    Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
    assertTrue(run(1, TRAIN).startsWith("train images: " + bad + ": "));
    Files.delete(bad);
    assertTrue(run(1, TRAIN.replace("@shapes", "@none")).startsWith("train images: no folder "));
    assertTrue(run(2, TRAIN.replace("12", "0")).contains("expected 1 or more each"));
    assertTrue(run(2, TRAIN + " --color blue").contains("'--color'"));
    assertTrue(run(2, TRAIN + " --loss trplet").contains("train images: "));
    assertTrue(run(2, "train images --model @m").contains("--folder"));
    for (String kind : new String[] {"lying", "square"}) {
      try (var files = Files.list(folder.resolve("shapes").resolve(kind))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder.resolve("shapes").resolve(kind));
    }
    assertTrue(run(2, TRAIN).contains("1 class has two training rows or more"));
    assertFalse(Files.exists(folder.resolve("m")));
    assertFalse(Files.exists(folder.resolve("r/index.html")));
  }
}
