package dev.capstan.examples.tour;

import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.Transforms.ValueAndGrad;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A matrix with holes, filled by a product of two thin ones that fits what is known. */
public final class Ratings {
  /** Five readers, four books; 0 is not rated. */
  private static final Tensor SEEN =
      Tensor.of(
          new double[][] {{5, 4, 0, 1}, {4, 0, 1, 1}, {1, 1, 0, 5}, {0, 1, 4, 4}, {1, 0, 5, 4}});

  private static final Tensor KNOWN = SEEN.like(i -> SEEN.at(i) == 0 ? 0 : 1);

  private Ratings() {}

  /** The squared distance at the known entries, and a little of the factors' own squares. */
  public static Tensor loss(List<Tensor> factors) {
    Tensor readers = factors.get(0);
    Tensor books = factors.get(1);
    Tensor miss = readers.matmul(books).sub(SEEN).mul(KNOWN).square().sum();
    return miss.add(readers.square().sum().add(books.square().sum()).mul(0.02));
  }

  /** Two numbers a reader, two a book. */
  public static List<Tensor> start() {
    SplittableRandom random = new SplittableRandom(5);
    return List.of(
        Tensor.randn(DType.FLOAT64, random, 5, 2), Tensor.randn(DType.FLOAT64, random, 2, 4));
  }

  static List<Tensor> trained() {
    List<Tensor> factors = start();
    for (int step = 0; step < 2_000; step++) {
      ValueAndGrad<Tensor> at = Transforms.valueAndGrad(Ratings::loss, factors);
      factors =
          List.of(
              factors.get(0).sub(at.gradients().get(0).mul(0.01)),
              factors.get(1).sub(at.gradients().get(1).mul(0.01)));
    }
    return factors;
  }

  /** Prints what was known, and in brackets what was not. */
  public static void run(PrintWriter out) {
    List<Tensor> factors = trained();
    Tensor filled = factors.get(0).matmul(factors.get(1));
    out.println("             book 1   book 2   book 3   book 4");
    for (int r = 0; r < 5; r++) {
      StringBuilder row = new StringBuilder("reader " + (r + 1));
      for (int c = 0; c < 4; c++) {
        int at = 4 * r + c;
        String form = KNOWN.at(at) == 1 ? "   %5.1f " : "  (%5.1f)";
        row.append(String.format(Locale.ROOT, form, filled.at(at)));
      }
      out.println(row.toString().stripTrailing());
    }
    out.flush();
  }

  public static void main(String[] args) {
    run(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  }
}
