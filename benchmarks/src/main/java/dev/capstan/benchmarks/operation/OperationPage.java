package dev.capstan.benchmarks.operation;

import dev.capstan.ops.Capstan;
import dev.capstan.ops.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page docs/operations.md: what was measured, and how often PyTorch is faster. */
final class OperationPage {
  /** Microseconds of one row at one size; NaN where nothing was measured. */
  record Row(
      String name,
      DType dtype,
      int elements,
      List<String> shapes,
      double forward,
      double both,
      double peerForward,
      double peerBoth) {

    boolean isOf(String name, DType dtype, int elements) {
      return this.name.equals(name) && this.dtype == dtype && this.elements == elements;
    }

    double ratio() {
      return peerForward / forward;
    }

    double ratioBoth() {
      return peerBoth / both;
    }

    /** The smaller of both ratios; NaN where PyTorch was not measured. */
    double worst() {
      return Double.isNaN(ratioBoth()) ? ratio() : Math.min(ratio(), ratioBoth());
    }
  }

  private OperationPage() {}

  static String of(List<Row> rows) {
    var text = new StringBuilder();
    text.append(
        """
        # Every operation beside PyTorch

        Made from the op table by `benchmarks.jar --operations --python=PYTHON-WITH-TORCH --out=…`;
        a new row of the table is in it without anyone adding it. One thread; time that the processor
        spent on it, in microseconds; results in memory that is used again, on both sides. A ratio is
        PyTorch's time over ours: above 1 we are faster. PyTorch's function of this name is called with
        the inputs (and an axis), or as `benchmarks/peers/pytorch/rows.py` says; where it gives another
        value, it is not measured, and these rows stand below the table. Inputs have 1,000 and 1,000,000
        elements, or fewer where the result is larger than they are; each row of the op table says how
        its axes grow. A move that is a view in both libraries is timed as that; where ours copies,
        PyTorch copies too.

        """);
    text.append(
        String.format(
            Locale.ROOT,
            "JDK %s, %s, %s.%n%n",
            Runtime.version().feature(),
            System.getProperty("os.arch"),
            Capstan.kernels() + " kernels"));
    for (DType dtype : DType.values()) {
      List<Row> of = rows.stream().filter(r -> r.dtype() == dtype).toList();
      summary(text, dtype + ", forward", of.stream().mapToDouble(Row::ratio).toArray());
      summary(text, dtype + ", with backward", of.stream().mapToDouble(Row::ratioBoth).toArray());
    }
    text.append(
        """

        | operation | dtype | inputs | µs | PyTorch | ratio | with backward | PyTorch | ratio |
        |---|---|---|---:|---:|---:|---:|---:|---:|
        """);
    List<Row> sorted = new ArrayList<>(rows);
    sorted.removeIf(r -> Double.isNaN(r.forward()));
    sorted.sort(Comparator.comparingDouble(r -> Double.isNaN(r.worst()) ? 1e9 : r.worst()));
    for (Row r : sorted) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
              r.name(),
              r.dtype(),
              String.join(", ", r.shapes()),
              digits(r.forward()),
              digits(r.peerForward()),
              digits(r.ratio()),
              digits(r.both()),
              digits(r.peerBoth()),
              digits(r.ratioBoth())));
    }
    String others =
        rows.stream()
            .filter(r -> Double.isNaN(r.forward()))
            .map(Row::name)
            .distinct()
            .collect(Collectors.joining(", "));
    return text
        + (others.isEmpty()
            ? ""
            : "\nNot measured, as PyTorch gives another value: " + others + ".\n");
  }

  private static void summary(StringBuilder text, String what, double[] ratios) {
    double[] known = Arrays.stream(ratios).filter(r -> !Double.isNaN(r)).sorted().toArray();
    if (known.length > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "* %s: %d measured beside PyTorch, median %.2f, %d below 0.5, %d below 1 (%.0f %% at 1 or"
                  + " above)%n",
              what,
              known.length,
              known[known.length / 2],
              Arrays.stream(known).filter(r -> r < 0.5).count(),
              Arrays.stream(known).filter(r -> r < 1).count(),
              100.0 * Arrays.stream(known).filter(r -> r >= 1).count() / known.length));
    }
  }

  private static String digits(double x) {
    return Double.isNaN(x)
        ? "–"
        : x >= 100
            ? String.format(Locale.ROOT, "%.0f", x)
            : String.format(Locale.ROOT, x >= 10 ? "%.1f" : "%.2f", x);
  }
}
