package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Scripts;
import dev.capstan.benchmarks.report.Entry;
import dev.capstan.benchmarks.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Training programs from the start of their process to its end, which is what a user waits for. The
 * programs take turns, five rounds.
 */
final class WholeProcesses {
  private static final int ROUNDS = 5;
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final List<String> RECIPES = List.of("digits", "mnist");
  private static final Path MNIST = Path.of("data", "mnist10k");

  private final Path checkout;
  private final Path jar;
  private final @Nullable String python;
  private final Results results;
  private final PrintStream out;

  WholeProcesses(Path checkout, @Nullable String python, Results results, PrintStream out) {
    this.checkout = checkout;
    this.jar = checkout.resolve("examples").resolve("target").resolve("capstan.jar");
    this.python = python;
    this.results = results;
    this.out = out;
  }

  void run(List<Conditions> all) throws IOException, InterruptedException {
    if (!Files.exists(jar)) {
      String why = jar + " is not there (mvn package builds it)";
      for (Conditions conditions : all) {
        results.add(new Entry.Absence(Section.place(conditions), "", "", why));
      }
      out.println("whole processes are absent: " + why);
      return;
    }
    Path report = Files.createTempDirectory("capstan-report");
    for (String recipe : RECIPES) {
      if (recipe.equals("mnist") && !Files.isDirectory(checkout.resolve(MNIST))) {
        out.println("mnist is absent: there is no " + checkout.resolve(MNIST));
        continue;
      }
      recipe(recipe, all, report);
    }
  }

  /** A program, and under which conditions it is kept. */
  private record Program(String title, Conditions conditions, List<String> command) {}

  private void recipe(String recipe, List<Conditions> all, Path report)
      throws IOException, InterruptedException {
    List<Program> programs = new ArrayList<>();
    for (Conditions c : all) {
      programs.add(capstan("kernels as they come", c, List.of(MODULE), recipe, report));
      programs.add(
          capstan("scalar kernels", c, List.of("-Dcapstan.kernels=scalar"), recipe, report));
      programs.add(
          capstan(
              "vector kernels", c, List.of("-Dcapstan.kernels=vector", MODULE), recipe, report));
    }
    if (python != null && hasTorch(all.get(0), python)) {
      List<String> command =
          List.of(
              python,
              new Scripts().get("recipe.py").toString(),
              recipe,
              jar.toString(),
              checkout.resolve(MNIST).toString(),
              report.resolve("python.txt").toString());
      programs.add(new Program("PyTorch (Python)", all.get(0), command));
    }
    Map<Program, List<Double>> seconds = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Program program : programs) {
        double took = time(program.command());
        seconds.computeIfAbsent(program, p -> new ArrayList<>()).add(took);
      }
    }
    for (Map.Entry<Program, List<Double>> each : seconds.entrySet()) {
      keep(recipe, each.getKey(), each.getValue());
    }
  }

  private Program capstan(
      String kernels, Conditions conditions, List<String> options, String recipe, Path report) {
    List<String> command = new ArrayList<>(List.of(conditions.jdk().command()));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString(), "train", recipe, "--seed", "7"));
    command.addAll(List.of("--report", report.toString()));
    return new Program("Capstan, " + kernels, conditions, command);
  }

  private boolean hasTorch(Conditions conditions, String python)
      throws IOException, InterruptedException {
    try {
      time(List.of(python, "-c", "import numpy, torch"));
      return true;
    } catch (IOException e) {
      String why = python + " cannot import numpy and torch";
      results.add(new Entry.Absence(Section.place(conditions), Opponents.PYTORCH, "", why));
      out.println("PyTorch is absent: " + why);
      return false;
    }
  }

  private double time(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(checkout.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.endsWith("_NUM_THREADS"));
    long start = System.nanoTime();
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ": " + said);
    }
    return seconds;
  }

  private void keep(String recipe, Program program, List<Double> seconds) throws IOException {
    Entry.Whole whole =
        new Entry.Whole(Section.place(program.conditions()), recipe, program.title(), seconds);
    results.add(whole);
    out.printf(
        Locale.ROOT,
        "%s, %s, JDK %s: least %.2f s, median %.2f s%n",
        recipe,
        program.title(),
        program.conditions().jdk().version(),
        whole.least(),
        whole.median());
  }
}
