package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.Mode;
import dev.capstan.nn.ModelCheck;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Initializer;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The command checks what is built in, shows a fault, and writes a page. */
final class GradcheckTest {
  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(args);
  }

  @Test
  void everythingBuiltInIsRight() {
    assertEquals(0, run("gradcheck"), out::toString);
    assertTrue(out.toString().contains(" checked, 0 wrong"), out::toString);
  }

  @Test
  void demoBlamesTheOperationItsLineAndTheFault() {
    assertEquals(0, run("gradcheck", "--demo"));
    String text = out.toString().replaceAll("\\s+", " ");
    assertTrue(
        text.contains("wrong sign in the rule of 'logistic' (called at FaultDemo.java:"), text);
  }

  @Test
  void unknownNameIsRefused() {
    assertEquals(2, run("gradcheck", "nosuchthing"));
    assertTrue(out.toString().startsWith("gradcheck: unknown name 'nosuchthing'"), out::toString);
  }

  @Test
  void outputThatCannotBeWrittenIsRefusedBeforeAnyWork() {
    assertEquals(2, run("gradcheck", "--html=no/such/folder/x.html"));
    assertTrue(out.toString().startsWith("gradcheck: cannot write no/such"), out::toString);
  }

  @Test
  void thirdOrderIsChecked() {
    assertEquals(0, run("gradcheck", "exp", "--order=3"), out::toString);
    assertEquals(2, run("gradcheck", "exp", "--order=0"), out::toString);
  }

  @Test
  void everyRuleIsRightAlone() {
    assertEquals(0, run("gradcheck", "--audit", "--order=2"), out::toString);
    assertTrue(out.toString().contains(" checked, 0 wrong"), out::toString);
  }

  @Test
  void listNamesWhatCanBeChecked() {
    assertEquals(0, run("gradcheck", "--list"));
    assertTrue(out.toString().contains("op    Elementwise.relu"), out::toString);
  }

  @Test
  void reportsAreWrittenAsJson(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("r.json");
    assertEquals(0, run("gradcheck", "relu", "--json=" + file));
    assertTrue(Files.readString(file).startsWith("[{\"name\":"), file::toString);
  }

  @Test
  void buildServersReadTheResults(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("r.xml");
    String wrong = GradcheckTest.class.getName() + "::wrong";
    assertEquals(1, run("gradcheck", "Elementwise.relu", wrong, "--junit=" + file));
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertEquals("2", suite.getAttribute("tests"));
    assertEquals("1", suite.getAttribute("failures"));
    String text = suite.getElementsByTagName("failure").item(0).getTextContent();
    assertTrue(text.contains("op 'sine'"), text);
  }

  /** A function of one's own. */
  static Tensor energy(Tensor x, Tensor y) {
    return x.matmul(y).square().sum();
  }

  /** A check of one's own, of a rule with the wrong sign. */
  static GradCheck wrong() {
    return GradCheck.of(
            (Tensor x) ->
                Primitive.of("sine", x)
                    .value((Tensor v) -> v.sin())
                    .vjp((Tensor g) -> g.mul(x.cos()).neg())
                    .record())
        .at(Tensor.of(0.3));
  }

  @Test
  void functionsOfOnesOwnAreFoundByName() {
    String name = GradcheckTest.class.getName();
    assertEquals(0, run("gradcheck", name + "::energy", "--shape=2x3,3x4"), out::toString);
    assertTrue(out.toString().contains("right             18"), out::toString);
    assertEquals(2, run("gradcheck", name + "::none"));
    assertTrue(out.toString().contains("gradcheck: no method none of"), out::toString);
    assertEquals(2, run("gradcheck", "no.Such::loss"));
    assertTrue(out.toString().contains("gradcheck: no class no.Such"), out::toString);
    assertEquals(2, run("gradcheck", name + "::energy", "-cp", "no/such.jar"));
    assertTrue(out.toString().contains("gradcheck: -cp: there is no no/such.jar"), out::toString);
  }

  /** A function whose point it does not take. */
  static Tensor unready(Tensor x) {
    return Optional.<Tensor>empty()
        .orElseThrow(() -> new IllegalStateException("no data for " + x.shape()));
  }

  @Test
  void functionOfOnesOwnThatFailsIsToldWithItsLine() {
    assertEquals(2, run("gradcheck", GradcheckTest.class.getName() + "::unready"));
    String text = out.toString();
    assertTrue(
        text.contains("::unready fails at its point: IllegalStateException at GradcheckTest.java:"),
        text);
    assertTrue(text.contains(": no data for [3]; --shape gives"), text);
  }

  @Test
  void moreShapesThanParametersAreRefused() {
    String name = GradcheckTest.class.getName() + "::energy";
    assertEquals(2, run("gradcheck", name, "--shape=2x3,3x4,5"));
    assertTrue(out.toString().contains("got 3 shapes, expected at most 2"), out::toString);
  }

  /** Its differences drown in its value: that is no fault, and no pass. */
  static Tensor drowned(Tensor x) {
    return x.sin().sum().add(1e12);
  }

  @Test
  void whatCannotBeJudgedIsNotCalledWrong() {
    assertEquals(1, run("gradcheck", GradcheckTest.class.getName() + "::drowned"));
    assertTrue(out.toString().contains("1 checked, 0 wrong, 1 not judged"), out::toString);
  }

  @Test
  void ratesOfSomeFamiliesArePrinted() {
    assertEquals(0, run("gradcheck", "--rates=4", "matrices, well"), out::toString);
    assertTrue(out.toString().startsWith("family "), out::toString);
    assertEquals(3, out.toString().lines().count(), out::toString);
    assertEquals(2, run("gradcheck", "--rates=4", "nosuchfamily"));
    assertTrue(out.toString().contains("no family of functions is named nosuch"), out::toString);
  }

  @Test
  void jacobiansArePrinted() {
    assertEquals(0, run("gradcheck", "Reductions.sum", "--jacobian"), out::toString);
    assertTrue(out.toString().contains("by differences"), out::toString);
  }

  @Test
  void pageHasTheTableAndThePicture(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("page.html");
    assertEquals(0, run("gradcheck", "relu", "exp", "--order", "2", "--html", page.toString()));
    String html = Files.readString(page);
    assertTrue(html.contains("<table class=\"sorts\">") && html.contains("<svg "), html);
  }

  @Test
  void modelOfAHundredThousandParametersIsCheckedByDirections() {
    Random random = new Random(1);
    Initializer uniform = Initializer.uniformFanIn();
    Sequential model =
        new Sequential(
            new Linear(200, 400, DType.FLOAT64, uniform, uniform, random),
            Activation.tanh(),
            new Linear(400, 50, DType.FLOAT64, uniform, uniform, random));
    Tensor x = Tensor.randn(DType.FLOAT64, random, 8, 200);
    long begin = System.nanoTime();
    GradReport report = ModelCheck.of(model, () -> model.apply(x).square().mean()).check();
    System.out.printf(
        "gradient of %d parameters checked in %.1f s, %d evaluations%n",
        model.size(), 1e-9 * (System.nanoTime() - begin), report.passes().get(0).evaluations());
    assertTrue(report.orThrow().ok());
    assertEquals(Mode.DIRECTIONAL, report.passes().get(0).mode());
  }
}
