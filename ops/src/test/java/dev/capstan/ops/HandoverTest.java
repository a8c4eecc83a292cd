package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels change hands in mid-run where nobody chose them, and no bit changes. */
final class HandoverTest {
  private static final String MODULE = "jdk.incubator.vector";

  /** A quiet machine takes three; on one that is busy, bits are compared for as long. */
  private static final long PATIENCE_SECONDS = 30;

  /** Computes the same step until kernels change or patience ends, and some more. */
  static final class Steps {
    private Steps() {}

    public static void main(String[] arguments) {
      String first = Capstan.kernels();
      int expected = step();
      boolean same = true;
      long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
      for (int after = 0; after < 200 && System.nanoTime() < end; ) {
        same &= step() == expected;
        after += Capstan.kernels().equals(first) ? 0 : 1;
      }
      System.out.println(first + " " + Capstan.kernels() + " " + same);
    }

    private static int step() {
      int hash = 0;
      for (DType dtype : DType.values()) {
        Tensor x = Tensor.generate(dtype, Shape.of(50, 60), i -> (i * 37 % 101 - 50) / 25.0);
        Tensor y = x.matmul(x.transpose(0, 1)).tanh().softmax(-1).normalize(2, -1).sum(0);
        hash = 31 * hash + Arrays.hashCode(y.toArray());
      }
      return hash;
    }
  }

  private static List<String> run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Steps.class.getName()));
    Process java =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), said);
    return List.of(said.strip().split(" "));
  }

  @Test
  void beginsOnLoopsAndEndsOnVectors() throws Exception {
    assumeTrue(ModuleLayer.boot().findModule(MODULE).isPresent(), MODULE + " is not there");
    List<String> said = run("--add-modules", MODULE);
    assertEquals("scalar", said.get(0));
    assertEquals("true", said.get(2), "bits changed");
    assumeTrue(said.get(1).equals("vector"), "no handover within the time: " + said);
  }
}
