package dev.capstan.examples.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command {@code conformance}, from its arguments to its exit code. */
class ConformanceTest {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

  /** x², for which everything agrees. */
  private static final String SQUARE =
      """
      {"name": "square", "source": "by hand", "dtype": "float64", "params": {"op": "square"},
       "inputs": {"x": {"shape": [2], "data": [3.0, -2.0]},
                  "cotangent": {"shape": [2], "data": [1.0, 0.5]}},
       "expected": {"output": {"shape": [2], "data": [9.0, 4.0]},
                    "grads": {"x": {"shape": [2], "data": [6.0, -2.0]}}},
       "tol": {"rtol": 1e-09, "atol": 1e-11}}
      """;

  @TempDir private Path folder = Path.of("");

  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commandLine.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  private Result runFile(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return run("conformance", file.toString());
  }

  @ParameterizedTest
  @CsvSource({"ops, 311", "second_order, 32"})
  void everyOperationAgreesWithTheReference(String name, int cases) {
    Result result = run("conformance", FIXTURES.resolve(name + ".json").toString());
    assertEquals(0, result.code(), result.out());
    assertTrue(
        result.out().endsWith("1 files, " + cases + " cases, " + cases + " passed, 0 failed\n"),
        result.out());
  }

  @Test
  void aFileIsKnownByTheStartOfItsName() throws IOException {
    Result result = runFile("ops_of_mine.json", "[" + SQUARE + "]");
    assertEquals(0, result.code(), result.out());
    assertTrue(result.out().startsWith("ops_of_mine     1 cases     1 passed     0 failed"));
  }

  @Test
  void theLongestKnownNameCounts() {
    for (String name :
        List.of(
            "torch_triplet_margin_with_distance_loss_2",
            "torch_triplet_margin_loss",
            "torch_nll_loss_more")) {
      Result result = run("conformance", write(name, "[]").toString());
      assertEquals(0, result.code(), result.err());
    }
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name + ".json"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailureIsShownWithItsNumbersAndParameters() throws IOException {
    Result result = runFile("ops.json", "[" + SQUARE.replace("[6.0, -2.0]", "[6.0, -2.5]") + "]");
    assertEquals(1, result.code());
    assertTrue(
        result
            .out()
            .contains(
                """
                  FAILED ops/square (float64) {op=square}
                    grads.x[1]: got -2.0, expected -2.5 (allowed difference 2.5e-09); 1 of 2 elements differ
                """),
        result.out());
  }

  @Test
  void anAlternativeCountsOnlyAsAWhole() throws IOException {
    String wrong = SQUARE.replace("[6.0, -2.0]", "[6.0, -2.5]").stripTrailing();
    String start = wrong.substring(0, wrong.length() - 1) + ", \"expected_alt\": [";
    String output = "{\"output\": {\"shape\": [2], \"data\": [9.0, 4.0]}, ";
    String grads = "\"grads\": {\"x\": {\"shape\": [2], \"data\": ";
    String right = start + output + grads + "[6.0, -2.0]}}}]}";
    assertEquals(0, runFile("ops.json", "[" + right + "]").code());
    // The output of one answer with the gradients of another is no answer.
    String mixed = right.replace(output, output.replace("4.0", "4.5"));
    assertEquals(1, runFile("ops.json", "[" + mixed + "]").code());
  }

  @Test
  void whatHasNoImplementationFailsByName() throws IOException {
    Result operation = runFile("ops.json", "[" + SQUARE.replace("\"square\"", "\"squid\"") + "]");
    assertEquals(1, operation.code());
    assertTrue(operation.out().contains("    no implementation of 'squid'\n"), operation.out());
    Result file = runFile("unheard_of.json", "[" + SQUARE + "]");
    assertEquals(1, file.code());
    assertTrue(file.out().contains("    no implementation of 'unheard_of'\n"), file.out());
  }

  @Test
  void notANumberAgreesWithItselfAlone() throws IOException {
    String nan = SQUARE.replace("[3.0, -2.0]", "[\"NaN\", -2.0]");
    assertEquals(1, runFile("ops.json", "[" + nan + "]").code());
    String both = nan.replace("[9.0, 4.0]", "[\"NaN\", 4.0]").replace("[6.0,", "[\"NaN\",");
    assertEquals(0, runFile("ops.json", "[" + both + "]").code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"dtype\": \"float64\"' | '\"dtype\": \"half\"' |"
            + " case 'square', field 'dtype': got \"half\", expected float32 or float64",
        "[3.0, -2.0] | [3.0] | case 'square', field 'inputs.x.data': got 1 elements for shape [2],"
            + " expected 2",
        "[3.0, -2.0] | [3.0, true] | case 'square', field 'inputs.x.data[1]': got true, expected a"
            + " number, \"NaN\", \"Infinity\" or \"-Infinity\"",
        "'\"shape\": [2], \"data\": [9.0, 4.0]' | '\"shape\": [-2], \"data\": [9.0, 4.0]' | case"
            + " 'square', field 'expected.output.shape': got [-2], expected sizes of 0 or more",
        "1e-11 | -1 | case 'square', field 'tol.atol': got -1, expected a number of 0 or more",
        "'\"cotangent\"' | '\"contangent\"' | case 'square', field 'inputs.cotangent': missing, and"
            + " the output is no scalar: [2]",
        "'\"grads\": {\"x\"' | '\"grads\": {\"z\"' | case 'square', field 'expected.grads.z': there"
            + " is no input of real numbers of that name",
        "'\"name\": \"square\", ' | '' | 'case #0, field ''name'': missing'",
        "'\"params\": {\"op\": \"square\"}' | '\"params\": 3' | case 'square', field 'params': got"
            + " number, expected an object"
      })
  void malformedFilesAreRefusedWithFileCaseAndField(String part, String by, String message)
      throws IOException {
    assertTrue(SQUARE.contains(part), part);
    Result result = runFile("ops.json", "[" + SQUARE.replace(part, by == null ? "" : by) + "]");
    assertEquals(2, result.code());
    assertEquals("conformance: ops.json: " + message + "\n", result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]", "[", "[] []", "[{\"name\": \"a\", \"name\": \"b\"}]"})
  void whatIsNoListOfCasesIsRefused(String text) throws IOException {
    Result result = runFile("ops.json", text);
    assertEquals(2, result.code(), result.out());
    assertTrue(result.err().startsWith("conformance: ops.json: "), result.err());
  }

  @Test
  void oneMalformedFileStopsTheRunBeforeItsFirstCase() throws IOException {
    Path good = write("ops", "[" + SQUARE + "]");
    Path bad = write("second_order", "{}");
    Result result = run("conformance", good.toString(), bad.toString());
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertEquals(
        "conformance: second_order.json: field '(root)': got object, expected a list of cases\n",
        result.err());
  }

  @Test
  void aMissingFileIsNamed() {
    Path none = folder.resolve("none.json");
    Result result = run("conformance", none.toString());
    assertEquals(2, result.code());
    assertEquals("conformance: no such file: " + none + "\n", result.err());
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearestOne() {
    Result result = run("conformence");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("did you mean 'conformance'?"), result.err());
  }

  @Test
  void helpIsThereAtEveryLevel() {
    assertEquals(0, run("--help").code());
    Result help = run("conformance", "--help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("Exit code: 0 if every case passed, 1 if one failed, 2 if"));
  }
}
