package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.Kinks;
import dev.capstan.autograd.check.Pass;
import dev.capstan.autograd.check.Tolerances;
import dev.capstan.autograd.check.Verdict;
import dev.capstan.examples.Names;
import dev.capstan.examples.OutputFile;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.FaultyOp;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the gradients of all built-in operations, losses and layers, and prints the table. */
@Command(
    name = "gradcheck",
    description = "Checks the gradients of all operations, losses and layers by differences.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "NAMES are op, loss or layer for all of a kind, or single names: relu, Elementwise.relu,",
      "triplet_margin_loss, Linear. A function of your own is named as in Java, -cp my.jar",
      "my.Model::loss: a static method of tensors to a tensor, at random points of the shapes",
      "given with --shape, or one without parameters that returns a GradCheck.",
      "Exit code: 0 if all is right, 1 if something is wrong or could not be judged, 2 if a name is",
      "unknown or a function of your own fails."
    })
public final class Gradcheck implements Callable<Integer> {
  @Parameters(paramLabel = "NAMES", arity = "0..*", description = "What to check; all by default.")
  private List<String> names = List.of();

  @Option(
      names = "--order",
      defaultValue = "1",
      description = "1; 2: the second derivative too; and so on.")
  private int order = 1;

  @Option(names = "--seed", defaultValue = "1", description = "Of the points and the weights.")
  private long seed = 1;

  @Option(names = "--html", paramLabel = "FILE", description = "Also writes a page with pictures.")
  private @Nullable Path html;

  @Option(names = "--demo", description = "Shows a wrong rule being caught and blamed.")
  private boolean demo;

  @Option(
      names = "--faulty",
      description = "Tries the faulty operations (FaultyOp services) of the class path instead.")
  private boolean faulty;

  @Option(names = "--list", description = "Lists what can be checked, and checks nothing.")
  private boolean list;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the reports as a JSON array.")
  private @Nullable Path json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also writes JUnit's XML, which build servers read.")
  private @Nullable Path junit;

  @Option(
      names = "--jacobian",
      description = "Prints every derivative of each function, by its gradient and by differences.")
  private boolean jacobian;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "Jars and folders of your own functions.")
  private String classPath = "";

  @Option(
      names = "--shape",
      paramLabel = "2x3",
      split = ",",
      description = "The shapes of your function's parameters; 3 for those not given.")
  private List<String> shapes = List.of();

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description = "The relative error allowed; 1e-7 unless set.")
  private @Nullable Double tolerance;

  @Option(
      names = "--kinks",
      paramLabel = "WHAT",
      description = "An element at a kink: ${COMPLETION-CANDIDATES}.")
  private Kinks kinks = Kinks.ACCEPT;

  @Option(
      names = "--audit",
      description = "Also looks at each rule alone, and at forward mode against reverse mode.")
  private boolean audit;

  @Option(
      names = "--rates",
      paramLabel = "TRIALS",
      description = {
        "Prints how often the check errs, over so many right and faulty functions of all families,",
        "or of those named by NAMES: ordinary, hard, or part of a name."
      })
  private int rates;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("gradcheck: not made by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    String bad = refused();
    if (!bad.isEmpty()) {
      spec.commandLine().getErr().println("gradcheck: " + bad);
      return 2;
    }
    if (list) {
      everything(seed).forEach(c -> out.printf("%-5s %s%n", c.kind(), c.name()));
      return 0;
    }
    if (rates > 0) {
      try {
        return RatesTable.print(out, names, rates, seed);
      } catch (IllegalArgumentException e) {
        spec.commandLine().getErr().println("gradcheck: " + e.getMessage());
        return 2;
      }
    }
    if (demo) {
      return demo(out);
    }
    return faulty ? faulty(out) : builtIn(out, spec.commandLine().getErr());
  }

  /** What is wrong with the options, found before any work; empty if nothing is. */
  private String refused() {
    if (order < 1) {
      return "--order: got " + order + ", expected 1 or more";
    }
    for (Path file : Stream.of(html, json, junit).filter(Objects::nonNull).toList()) {
      Path folder = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
        return "cannot write " + file + ": expected a file in a folder that can be written to";
      }
    }
    return "";
  }

  // --- built in -------------------------------------------------------------------------------

  private int builtIn(PrintWriter out, PrintWriter err) throws IOException {
    List<Checked> all = new ArrayList<>(everything(seed));
    List<Checked> own;
    try {
      OwnSubjects subjects = new OwnSubjects(classPath, shapes, seed);
      own = names.stream().filter(OwnSubjects::named).map(subjects::find).toList();
    } catch (IllegalArgumentException e) {
      err.println("gradcheck: " + e.getMessage());
      return 2;
    }
    all.addAll(own);
    for (String name : names) {
      if (all.stream().noneMatch(c -> c.matches(name))) {
        List<String> known =
            Stream.concat(Stream.of("op", "loss", "layer"), all.stream().map(Checked::name))
                .toList();
        String hint =
            classPath.isEmpty() ? "" : "; your own are written as in Java: my.Model::loss";
        err.println("gradcheck: " + Names.unknown("name", name, known) + hint);
        return 2;
      }
    }
    List<GradReport> reports = new ArrayList<>();
    out.printf("%-52s %-10s %9s %8s %14s%n", "", "", "elements", "kinks", "err/tolerance");
    for (Checked checked : all) {
      if (names.isEmpty() || names.stream().anyMatch(checked::matches)) {
        if (jacobian) {
          checked.check().get().jacobians().forEach(t -> out.printf("%n%s, %s", checked.name(), t));
        }
        GradReport report;
        try {
          report = run(checked);
        } catch (RuntimeException e) {
          if (checked.kind() != Checked.Kind.OWN) {
            throw e;
          }
          err.println("gradcheck: " + OwnSubjects.failure(checked.name(), e));
          return 2;
        }
        reports.add(report);
        out.println(line(checked, report));
        out.flush();
      }
    }
    long wrong = reports.stream().filter(GradReport::accuses).count();
    long unjudged = reports.stream().filter(r -> !r.ok() && !r.accuses()).count();
    reports.stream().filter(r -> !r.ok()).forEach(r -> out.printf("%n%s", r));
    String also = unjudged == 0 ? "" : ", " + unjudged + " not judged";
    out.printf("%n%d checked, %d wrong%s%n", reports.size(), wrong, also);
    write(reports, out);
    return wrong + unjudged == 0 ? 0 : 1;
  }

  /** All that can be checked: the rows of the op table, the losses, the layers. */
  static List<Checked> everything(long seed) {
    return Stream.of(OpSubjects.all(seed), LossSubjects.all(seed), LayerSubjects.all(seed))
        .flatMap(List::stream)
        .toList();
  }

  private GradReport run(Checked checked) {
    GradCheck check =
        checked
            .check()
            .get()
            .named(checked.name())
            .seed(seed)
            .kinks(kinks)
            .order(checked.orders() == 1 ? 1 : order);
    if (tolerance != null) {
      check = check.tolerances(Tolerances.DEFAULT.withRelative(tolerance));
    }
    check = audit ? check.audit() : check;
    return (html == null ? check : check.errorCurve()).check();
  }

  private static String line(Checked checked, GradReport r) {
    double error = r.passes().stream().mapToDouble(Gradcheck::excess).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "%-5s %-46s %-10s %9d %8d %14s",
        checked.kind(),
        checked.name(),
        verdict(r),
        r.passes().stream().mapToLong(Pass::elements).sum(),
        r.count(Verdict.AT_A_KINK),
        String.format(Locale.ROOT, "%.1e", error));
  }

  /** What does not pass is wrong only if something speaks against it. */
  private static String verdict(GradReport r) {
    if (r.ok()) {
      return "right";
    }
    boolean kink = r.demands().kinks() == Kinks.FAIL && r.count(Verdict.AT_A_KINK) > 0;
    return r.accuses() ? "WRONG" : kink ? "at a kink" : "not judged";
  }

  /** The largest error of what was judged, in units of its tolerance. */
  private static double excess(Pass pass) {
    double wrong =
        pass.located().stream()
            .filter(at -> at.element().verdict() == Verdict.WRONG)
            .mapToDouble(at -> at.element().excess())
            .max()
            .orElse(0);
    return Math.max(pass.largestExcess(), wrong);
  }

  /** As it was typed. */
  private String command() {
    CommandLine.ParseResult parsed = spec == null ? null : spec.commandLine().getParseResult();
    return parsed == null ? "" : "capstan " + String.join(" ", parsed.originalArgs());
  }

  private void write(List<GradReport> reports, PrintWriter out) throws IOException {
    if (html != null) {
      write(html, GradReport.toHtml(reports, command()), out);
    }
    if (json != null) {
      List<String> all = reports.stream().map(GradReport::toJson).toList();
      write(json, "[" + String.join(",\n", all) + "]\n", out);
    }
    if (junit != null) {
      write(junit, GradReport.toJunit(reports), out);
    }
  }

  private static void write(Path file, String text, PrintWriter out) throws IOException {
    OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    out.println("wrote " + file);
  }

  // --- faults ---------------------------------------------------------------------------------

  private int demo(PrintWriter out) throws IOException {
    GradReport report = FaultDemo.report();
    out.println("logistic(x) = 1 / (1 + e^-x), and its rule has y (y - 1) for y (1 - y).");
    out.println("The loss is mean(logistic(x * w)^2); nobody says where the fault is.");
    out.println();
    out.println(report);
    write(List.of(report), out);
    out.flush();
    return report.ok() ? 1 : 0;
  }

  private int faulty(PrintWriter out) {
    List<FaultyOp> all = FaultyOp.all();
    if (all.isEmpty()) {
      out.println("no FaultyOp service on the class path; name your classes in");
      out.println("META-INF/services/" + FaultyOp.class.getName() + " of a jar, and run");
      out.println("java -cp capstan.jar:yours.jar dev.capstan.examples.Main gradcheck --faulty");
      return 2;
    }
    int caught = 0;
    int blamed = 0;
    for (FaultyOp op : all) {
      GradReport report =
          GradCheck.<Tensor>ofAll(op::apply)
              .at(op.inputs(new Random(seed)))
              .order(op.order())
              .named(op.name())
              .check();
      Blame blame = report.decisive().blame();
      boolean rightly = !report.ok() && blame != null && blame.op().equals(op.culprit());
      caught += report.ok() ? 0 : 1;
      blamed += rightly ? 1 : 0;
      out.printf(
          "%-8s %s%n", report.ok() ? "ESCAPED" : rightly ? "blamed" : "caught", report.sentence());
    }
    out.printf("%d faulty operations: %d caught, %d blamed rightly%n", all.size(), caught, blamed);
    return blamed == all.size() ? 0 : 1;
  }
}
