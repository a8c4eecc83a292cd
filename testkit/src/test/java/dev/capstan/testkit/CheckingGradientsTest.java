package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Every number and message in docs/checking-gradients.md stands in what this test prints. */
final class CheckingGradientsTest {
  private static final Path DOCS = Path.of("../docs/checking-gradients.md");

  /** The points at which errors are measured, and their largest is taken. */
  private static final double[] POINTS = {0.3, 0.7, 1.1, 1.6};

  private static double worst(double h, boolean richardson) {
    double worst = 0;
    for (double x : POINTS) {
      double d = central(StrictMath::exp, x, h);
      double coarse = central(StrictMath::exp, x, 2 * h);
      double slope = richardson ? (4 * d - coarse) / 3 : d;
      worst = Math.max(worst, Math.abs(slope / StrictMath.exp(x) - 1));
    }
    return worst;
  }

  private static double central(DoubleUnaryOperator f, double x, double h) {
    double right = x + h;
    double left = x - h;
    return (f.applyAsDouble(right) - f.applyAsDouble(left)) / (right - left);
  }

  private static double worstInFloat(float h) {
    double worst = 0;
    for (double at : POINTS) {
      float x = (float) at;
      float right = x + h;
      float left = x - h;
      float d = ((float) StrictMath.exp(right) - (float) StrictMath.exp(left)) / (right - left);
      worst = Math.max(worst, Math.abs(d / StrictMath.exp(x) - 1));
    }
    return worst;
  }

  private static String errors() {
    StringBuilder table = new StringBuilder();
    table.append("| step | float64, central | float64, extrapolated | float32, central |\n");
    table.append("|---:|---:|---:|---:|\n");
    for (int k = 1; k <= 11; k++) {
      double h = Math.pow(10, -k);
      table.append(
          String.format(
              Locale.ROOT,
              "| 1e-%d | %.0e | %.0e | %s |%n",
              k,
              worst(h, false),
              worst(h, true),
              k > 7 ? "" : String.format(Locale.ROOT, "%.0e", worstInFloat((float) h))));
    }
    return table.toString();
  }

  private static String messages() {
    StringBuilder text = new StringBuilder();
    for (PlantedFaults.Planted fault : PlantedFaults.all()) {
      GradReport report =
          GradCheck.<Tensor>ofAll(fault::apply).at(fault.inputs(new Random(1))).check();
      text.append("- ").append(fault.name()).append(": ").append(report.sentence()).append('\n');
    }
    return text.toString().replaceAll("PlantedFaults\\.java:\\d+", "PlantedFaults.java");
  }

  @Test
  void documentHasTheMeasuredErrors() throws IOException {
    requireInDocs(errors());
  }

  @Test
  void documentHasTheMessages() throws IOException {
    requireInDocs(messages());
  }

  @Test
  void float32HasFiveDigitsAtTheVeryBest() {
    for (int k = 1; k <= 7; k++) {
      assertTrue(worstInFloat((float) Math.pow(10, -k)) > FLOAT32_FLOOR);
    }
  }

  /**
   * ε^(2/3) in float32 is 2.4e-5, what a unit third derivative leaves; half of it allows for luck.
   */
  private static final double FLOAT32_FLOOR = 1.2e-5;

  private static void requireInDocs(String text) throws IOException {
    System.out.print(text);
    String docs = Files.readString(DOCS);
    for (String line : text.lines().toList()) {
      assertTrue(docs.contains(line), () -> DOCS + " lacks: " + line);
    }
    assertEquals(1, docs.split("# Checking gradients", -1).length - 1);
  }
}
