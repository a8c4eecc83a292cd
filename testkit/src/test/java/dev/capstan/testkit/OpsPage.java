package dev.capstan.testkit;

import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page {@code docs/ops.md}: every operation of the table with what its Javadoc says of value
 * and gradient, what its pins say of kinks, and what others call it.
 */
final class OpsPage {
  private static final String HEAD =
      """
      # Operations

      This page is made by the build from the op table and the Javadoc; a test fails if it is stale.
      To make it again:

          mvn -ntp test -pl testkit -am -Dtest=OpsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dcapstan.write=true

      Each operation is a static method of its family and, where the table has one, a method of
      `Tensor`. `g` is the gradient of the result `y`. "At kinks" shows points where a convention
      decides, with the gradient there (of the sum of the result's elements); each is a test. "Rows"
      is what the table holds of the operation: rows (what tells them apart), pins, refused
      arguments, and the factor c of the bound on the value's error.
      """;

  private OpsPage() {}

  /** The whole page. */
  static String text(List<OpSpec> rows) {
    Map<String, List<OpSpec>> families = new TreeMap<>();
    for (OpSpec row : rows) {
      families
          .computeIfAbsent(row.family().getSimpleName(), name -> new java.util.ArrayList<>())
          .add(row);
    }
    StringBuilder page = new StringBuilder(HEAD);
    families.forEach((name, own) -> page.append(family(name, own)));
    return page.toString();
  }

  private static String family(String name, List<OpSpec> rows) {
    JavadocOf javadoc = new JavadocOf(source(name));
    StringBuilder text = new StringBuilder("\n## " + name + "\n\n" + javadoc.ofType() + "\n\n");
    text.append(
        """
        | op | value | gradient | at kinks | PyTorch | JAX | rows |
        |---|---|---|---|---|---|---|
        """);
    Map<String, List<OpSpec>> methods = new TreeMap<>();
    for (OpSpec row : rows) {
      row.covers()
          .forEach(m -> methods.computeIfAbsent(m, k -> new java.util.ArrayList<>()).add(row));
    }
    methods.forEach((method, own) -> text.append(line(method, own, javadoc.of(method))));
    return text.toString();
  }

  private static String line(String method, List<OpSpec> rows, String javadoc) {
    int at = javadoc.indexOf("Gradient:");
    String value = at < 0 ? javadoc : javadoc.substring(0, at);
    String gradient = at < 0 ? "of its parts" : javadoc.substring(at + "Gradient:".length());
    if (rows.stream().noneMatch(OpSpec::differentiable)) {
      gradient = "none";
    }
    return "| "
        + String.join(
            " | ",
            "`" + method + "`",
            cell(value),
            cell(gradient),
            cell(kinks(method, rows)),
            known(method, rows, OpSpec::torch),
            known(method, rows, OpSpec::jax),
            held(rows.stream().filter(row -> row.method().equals(method)).toList()))
        + " |\n";
  }

  private static String cell(String text) {
    return text.isBlank() ? "–" : text.strip().replace("|", "\\|");
  }

  private static String known(
      String method, List<OpSpec> rows, java.util.function.Function<OpSpec, String> name) {
    return rows.stream()
        .filter(row -> row.method().equals(method))
        .map(name)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .map(text -> "`" + text + "`")
        .orElse("–");
  }

  /** Whatever is left out of the table, or made easier, changes the page. */
  private static String held(List<OpSpec> rows) {
    if (rows.isEmpty()) {
      return "of another";
    }
    String variants =
        rows.stream()
            .map(OpSpec::variant)
            .filter(variant -> !variant.isEmpty())
            .collect(Collectors.joining(", "));
    String factors =
        rows.stream()
            .map(
                row ->
                    java.math.BigDecimal.valueOf(row.ulps()).stripTrailingZeros().toPlainString())
            .distinct()
            .collect(Collectors.joining(", "));
    return cell(
        rows.size()
            + (variants.isEmpty() ? "" : " (" + variants + ")")
            + "; "
            + rows.stream().mapToInt(row -> row.pins().size()).sum()
            + " pins; "
            + rows.stream().mapToInt(row -> row.errors().size()).sum()
            + " refused; c "
            + factors);
  }

  private static String kinks(String method, List<OpSpec> rows) {
    return rows.stream()
        .filter(row -> row.method().equals(method))
        .flatMap(
            row -> row.pins().stream().filter(pin -> atKink(row, pin)).map(pin -> at(row, pin)))
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static String at(OpSpec row, Pin pin) {
    if (pin.gradients().isEmpty()) {
      return "";
    }
    String variant = row.variant().isEmpty() ? "" : row.variant() + ", ";
    return variant + point(pin) + ": " + numbers(pin.gradients());
  }

  private static boolean atKink(OpSpec row, Pin pin) {
    if (pin.kink() != null) {
      return true;
    }
    for (int k = 0; k < pin.inputs().size(); k++) {
      List<Double> kinks = row.domain(k).kinks();
      if (Arrays.stream(pin.inputs().get(k).toArray()).anyMatch(kinks::contains)) {
        return true;
      }
    }
    return row.distinct();
  }

  private static String point(Pin pin) {
    return pin.kink() != null ? pin.kink() : "(" + numbers(pin.inputs()) + ")";
  }

  private static String numbers(List<Tensor> tensors) {
    return tensors.stream().map(OpsPage::numbers).collect(Collectors.joining(", "));
  }

  private static String numbers(Tensor x) {
    String list =
        Arrays.stream(x.toArray()).mapToObj(OpsPage::number).collect(Collectors.joining(", "));
    return x.rank() == 0 ? list : "[" + list + "]";
  }

  private static String number(double x) {
    if (Double.isInfinite(x)) {
      return x > 0 ? "∞" : "−∞";
    }
    String text = String.format(Locale.ROOT, "%.6g", x);
    String plain = text.contains(".") ? text.replaceAll("\\.?0+($|e)", "$1") : text;
    return Double.isNaN(x) ? "NaN" : plain.replace('-', '−');
  }

  private static String source(String family) {
    try {
      return Files.readString(Path.of("../ops/src/main/java/dev/capstan/ops", family + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
