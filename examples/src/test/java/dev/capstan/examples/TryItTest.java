package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that one tries Capstan with before there is a project. */
final class TryItTest {
  private static final Path TRY = Path.of("projects", "try");
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  /** A kernel takes some ten seconds to start, on a loaded machine a minute. */
  private static final int MINUTES = 5;

  /** What a program prints, or its errors and a code that is not 0. */
  private static String output(Path folder, String... command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(out);
    return ended && process.exitValue() == 0 ? text : "failed: " + text;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Test
  void aFileStepsThroughALoss(@TempDir Path folder) throws IOException, InterruptedException {
    String printed =
        output(
            folder,
            java(),
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            CLASS_PATH,
            TRY.resolve("StepThrough.java").toString());
    String page = printed.strip().lines().reduce((a, b) -> b).orElse("");
    assertTrue(page.startsWith(folder.toString()), printed);
    assertTrue(Files.readString(Path.of(page)).contains("tripletMargin()"), page);
  }

  @Test
  void aCompactFileRuns(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(Runtime.version().feature() >= 25, "a file without a class around it needs Java 25");
    String printed =
        output(folder, java(), "-cp", CLASS_PATH, TRY.resolve("Derivative.java").toString());
    assertTrue(printed.contains("float64 [] 0.0770037537313969"), printed);
    assertTrue(printed.contains("#2  mul(#0, #1) = 1.8186  at Derivative.java:"), printed);
  }

  /** Without a kernel: what is asked of it alone is the path, and the display of a page. */
  @Test
  void theCellsOfTheNotebookRunInJShell() throws IOException {
    List<String> answers = new ArrayList<>();
    // In a process of its own, as a kernel has: one thread for all cells, to which a tape belongs.
    try (JShell shell = JShell.create()) {
      shell.addToClasspath(CLASS_PATH);
      JShellTest.eval(shell, "void display(Object what, String type) {}");
      for (String cell : cells()) {
        if (!cell.startsWith("%")) {
          for (String snippet : JShellTest.snippets(shell, cell)) {
            String answer = JShellTest.answer(shell, snippet);
            answers.add(answer == null ? "" : answer);
          }
        }
      }
    }
    assertTrue(answers.contains("float64 [] 0.0770037537313969"), answers::toString);
    assertTrue(answers.stream().anyMatch(a -> a.contains("gradients of #2 sum(#1)")));
  }

  @Test
  void theNotebookRunsInItsKernel(@TempDir Path folder) throws IOException, InterruptedException {
    String python = python();
    assumeTrue(
        output(
                folder,
                python,
                "-c",
                "import nbclient; from jupyter_client import kernelspec as k;"
                    + " print(k.KernelSpecManager().get_kernel_spec('java').language)")
            .contains("java"),
        "no JJava kernel (pip install jjava nbclient): the notebook ran in JShell alone");
    String paths =
        String.join("\\n", List.of(CLASS_PATH.split(File.pathSeparator, -1))).replace("'", "");
    String run =
        "import nbformat, nbclient\n"
            + "nb = nbformat.read('"
            + TRY.resolve("capstan.ipynb")
            + "', 4)\n"
            + "for c in nb.cells:\n"
            + "  if c.source.startswith('%classpath'):\n"
            + "    c.source = '\\n'.join('%classpath ' + p for p in '"
            + paths
            + "'.split('\\n'))\n"
            + "nbclient.NotebookClient(nb, timeout=240, kernel_name='java').execute()\n"
            + "for c in nb.cells:\n"
            + "  for o in c.get('outputs', []):\n"
            + "    print(o.get('text') or o.get('data', {}).get('text/html') or o.get('data', {}).get('text/plain'))\n";
    String printed = output(folder, python, "-c", run);
    assertTrue(printed.contains("float64 [] 0.0770037537313969"), printed);
    assertTrue(printed.contains("<iframe title="), printed);
  }

  /** The one that {@code -Dcapstan.python} names, or the system's. */
  private static String python() {
    return System.getProperty("capstan.python", "python3");
  }

  /** The code of each cell. */
  private static List<String> cells() throws IOException {
    List<String> cells = new ArrayList<>();
    byte[] notebook =
        Files.readString(TRY.resolve("capstan.ipynb")).getBytes(StandardCharsets.UTF_8);
    try (JsonParser json = new JsonFactory().createParser(notebook)) {
      boolean code = false;
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        String name = json.currentName();
        if (name.equals("cell_type")) {
          code = json.nextTextValue().equals("code");
        } else if (name.equals("source")) {
          StringBuilder source = new StringBuilder();
          json.nextToken();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            source.append(json.getText());
          }
          if (code) {
            cells.add(source.toString());
          }
        }
      }
    }
    assertEquals(9, cells.size());
    return cells;
  }
}
