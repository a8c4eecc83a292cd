package dev.capstan.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.WalkOption;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page as a reader uses it, in Chromium; skipped where that is not installed. With {@code
 * -Dcapstan.pictures=FOLDER} every state that is tested is also left there as a picture.
 */
final class PageTest {
  @TempDir private static @Nullable Path folder;
  private static @Nullable Chromium chromium;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> browser = Chromium.installed();
    assumeTrue(
        browser.isPresent(), "no chromium on the PATH: the page was not looked at in a browser");
    chromium = Chromium.start(browser.orElseThrow(), Files.createDirectory(at("profile")));
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void asUsual() {
    browser().size(1280, 900);
    browser().media("screen", "light");
    browser().scripts(true);
  }

  private static Path at(String name) {
    if (folder == null) {
      throw new IllegalStateException("no folder");
    }
    return folder.resolve(name);
  }

  private static Chromium browser() {
    if (chromium == null) {
      throw new IllegalStateException("not started");
    }
    return chromium;
  }

  private static void open(String name, Explain explain, String behind) throws IOException {
    Path page = at(name + ".html");
    explain.write(page);
    browser().open(page.toUri() + behind);
  }

  /** Nothing may have gone wrong, and nobody has to scroll sideways. */
  private static void seen(String state) throws IOException {
    assertEquals(List.of(), browser().errors(), state);
    assertEquals("true", browser().ask("document.body.scrollWidth <= innerWidth"), state);
    String pictures = System.getProperty("capstan.pictures");
    if (pictures != null) {
      Files.write(Path.of(pictures, state + ".png"), browser().picture());
    }
  }

  private static String panel() {
    return browser().ask("document.getElementById('panel').innerText");
  }

  private static Explain product() {
    return Explain.of(x -> x.get(0).mul(x.get(1)).add(x.get(0)), scalar(2), scalar(-3));
  }

  private static Tensor scalar(double x) {
    return Tensor.scalar(x);
  }

  private static Explain triplet() {
    return Explain.of(
        x -> TripletMarginLoss.torch().apply(x.get(0), x.get(1), x.get(2)),
        Tensor.of(new double[][] {{0.3, 0.7}, {0.5, 0.5}}),
        Tensor.of(new double[][] {{0.4, 0.6}, {0.4, 0.6}}),
        Tensor.of(new double[][] {{0.2, 0.9}, {0.3, 0.7}}));
  }

  private static Explain broadcast() {
    return Explain.of(
        x -> x.get(0).add(x.get(1)).square().sum(),
        Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}),
        Tensor.of(0.5, -1.0, 2.0));
  }

  @Test
  void keysStepForwardAndBack() throws IOException {
    open("product", product(), "");
    assertEquals("forward 1 of 4", browser().ask("where.innerText"));
    browser().press("ArrowRight", "ArrowRight");
    assertTrue(panel().contains("mul(#0, #1) = -6"), panel());
    browser().press("b");
    assertTrue(panel().contains("It begins here with 1"), panel());
    browser().press("ArrowRight");
    assertTrue(panel().contains("Arrived: 1 from #3; 1 of 1, complete."), panel());
    assertTrue(panel().contains("Rule of mul: g·y to x, g·x to y."), panel());
    assertTrue(panel().contains("Here: g = 1, x = 2, y = -3, result -6."), panel());
    assertTrue(panel().contains("It hands -3 to #0, contribution 2 of 2."), panel());
    browser().press("End");
    assertTrue(panel().contains("Arrived: 1 from #3 + -3 from #2 = -2"), panel());
    assertEquals("#step=7", browser().ask("location.hash"));
    seen("steps");
    browser().press("Home", "p");
    assertEquals("true", browser().ask("$('play').getAttribute('aria-pressed')"));
  }

  @Test
  void anAddressLeadsToItsStep() throws IOException {
    open("address", product(), "?embed#step=5");
    assertEquals("backward 2 of 4", browser().ask("where.innerText"));
    assertEquals(
        "none", browser().ask("getComputedStyle(document.querySelector('header')).display"));
    seen("embedded");
  }

  @Test
  void aLineFarDownIsInViewAtOnce() throws IOException {
    browser().size(1280, 420);
    open("far", triplet(), "#step=14");
    assertEquals(
        "true",
        browser()
            .ask(
                "(() => { const now = document.querySelector('.row.now').getBoundingClientRect(),"
                    + " box = tape.getBoundingClientRect();"
                    + " return box.top <= now.top && now.bottom <= box.bottom; })()"));
  }

  @Test
  void aNotebookShowsItInAFrame() throws IOException {
    Path page = at("frame.html");
    Files.writeString(page, "<!doctype html><body>" + product().frame(500) + "</body>");
    browser().open(page.toUri().toString());
    String inside = "document.querySelector('iframe').contentDocument";
    assertEquals("forward 1 of 4", browser().ask(inside + ".getElementById('where').innerText"));
    browser().ask(inside + ".getElementById('turn').click()");
    assertEquals("backward 1 of 4", browser().ask(inside + ".getElementById('where').innerText"));
    seen("frame");
  }

  @Test
  void whatAReaderOfTheScreenHears() throws IOException {
    open("aloud", triplet(), "#step=20");
    assertEquals("polite", browser().ask("panel.getAttribute('aria-live')"));
    assertEquals(
        "#7 add",
        browser()
            .ask(
                "document.getElementById(tape.getAttribute('aria-activedescendant')).innerText"
                    + ".replace(/\\s+/g, ' ').slice(0, 6)"));
    assertEquals("backward #7 add", browser().ask("slider.getAttribute('aria-valuetext')"));
    assertEquals("16", browser().ask("tape.getAttribute('aria-rowcount')"));
    assertEquals(
        "0",
        browser()
            .ask(
                "[...document.querySelectorAll('button, input, select')]"
                    + ".filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels.length)).length"));
  }

  @Test
  void whatIsFoldedIsOneStepAndOpens() throws IOException {
    open("folds", triplet(), "");
    assertEquals("part", browser().ask("document.getElementById('mode').value"));
    browser().ask("unfold.click()");
    browser().press("b");
    assertTrue(panel().startsWith("tripletMargin(): #3 to #13"), panel());
    assertTrue(panel().contains("It hands"), panel());
    seen("folded");
    browser().press("ArrowRight");
    assertTrue(panel().startsWith("#2 "), panel());
    browser().press("ArrowLeft", "Enter");
    assertTrue(panel().startsWith("#13 div"), panel());
    browser().ask("choose('source', false), go(0)");
    assertEquals("true", browser().ask("rows.some(r => /TripletHinge.java:\\d+/.test(r.title))"));
    seen("folded-by-source");
  }

  @Test
  void theGraphHasTheSameSelection() throws IOException {
    open("graph", triplet(), "#step=20");
    browser().ask("choose('none', false), document.getElementById('tab-graph').click()");
    assertEquals("14", browser().ask("document.querySelectorAll('.box').length"));
    assertEquals("add #7", browser().ask("document.querySelector('.box.now text').textContent"));
    seen("graph");
    browser().press("ArrowRight");
    assertEquals("sub #6", browser().ask("document.querySelector('.box.now text').textContent"));
    browser().ask("choose('part', false), go(step)");
    assertEquals("4", browser().ask("document.querySelectorAll('.box').length"));
    seen("graph-of-parts");
  }

  @Test
  void aBroadcastMarksTheCellsThatWereSummed() throws IOException {
    open("broadcast", broadcast(), "");
    browser().press("b", "ArrowRight", "ArrowRight");
    assertTrue(panel().startsWith("#2 add"), panel());
    browser().ask("document.querySelectorAll('#panel .cells')[2].focus()");
    browser().press("ArrowRight");
    assertTrue(panel().contains("share of #1 [1] = 10, from 2 cells of the gradient"), panel());
    assertEquals(
        "2 8",
        browser().ask("[...document.querySelectorAll('.fed')].map(e => e.innerText).join(' ')"));
    seen("broadcast");
  }

  @Test
  void oneMayPredictFirst() throws IOException {
    open("predict", product(), "");
    browser().ask("predict.click()");
    browser().press("End");
    assertTrue(panel().contains("The gradient of #0 x1 is complete. What is it?"), panel());
    assertFalse(panel().contains("-2"), panel());
    browser().ask("guess.focus()");
    browser().type("3");
    browser().press("Enter");
    assertTrue(panel().contains("Not yet."), panel());
    seen("predict");
    browser().ask("guess.value = ''");
    browser().type("-2.01");
    browser().press("Enter");
    assertTrue(panel().contains("Right."), panel());
    seen("predicted");
    browser().press("ArrowLeft");
    assertEquals("backward 3 of 4", browser().ask("where.innerText"));
  }

  @Test
  void aNaNIsFollowedBack() throws IOException {
    Explain nan =
        Explain.of(
            x -> x.get(0).square().sum(-1).sqrt().mul(Tensor.of(0.0, 1.0)).sum(),
            Tensor.of(new double[][] {{0, 0}, {3, 4}}));
    open("nan", nan, "");
    String says = browser().ask("trouble.innerText");
    assertTrue(says.contains("#3 sqrt hands #2 sum the first gradient that is nan, at [0]"), says);
    assertTrue(says.contains("it had received 0, and its slope is infinite: 0 × ∞."), says);
    assertTrue(says.contains("So it shows in the gradient of #0 x."), says);
    browser().press("End");
    seen("nan");
  }

  @Test
  void aSecondDerivativeKnowsWhoseRulesItIsMadeOf() throws IOException {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(scalar(0.7), "x");
      Tensor y = x.sin().mul(x);
      Tensor slope = tape.gradients(y, WalkOption.CREATE_GRAPH).of(x);
      open("second", Explain.of(tape, slope), "");
      assertTrue(browser().ask("rows.map(r => r.title)").contains("rule of #2"));
      browser().press("End");
      seen("second-order");
    }
  }

  @Test
  void aMatrixIsAMap() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    Tensor x = Tensor.generate(DType.FLOAT64, Shape.of(12, 20), i -> random.nextGaussian());
    open("map", Explain.of(in -> in.get(0).tanh().softmax(-1).square().sum(), x), "");
    browser().press("End");
    assertEquals("240", browser().ask("document.querySelectorAll('#panel .map i').length"));
    seen("map");
  }

  @Test
  void aPhoneHasRoomForIt() throws IOException {
    browser().size(390, 844);
    open("phone", triplet(), "#step=20");
    seen("phone");
    browser().media("screen", "dark");
    browser().ask("choose('none', false), document.getElementById('tab-graph').click()");
    assertEquals("true", browser().ask("document.body.scrollWidth <= innerWidth"));
    seen("phone-dark-graph");
  }

  @Test
  void nightAndPaper() throws IOException {
    open("night", triplet(), "#step=20");
    browser().media("screen", "dark");
    assertEquals(
        "rgb(13, 17, 23)", browser().ask("getComputedStyle(document.body).backgroundColor"));
    seen("dark");
    browser().media("print", "dark");
    browser().ask("onbeforeprint()");
    assertEquals("none", browser().ask("getComputedStyle(app).display"));
    assertEquals(
        "rgb(255, 255, 255)", browser().ask("getComputedStyle(document.body).backgroundColor"));
    assertTrue(browser().ask("words.innerText").contains("it begins with 1 at #13"));
    seen("print");
  }

  @Test
  void withoutScriptsTheWordsAreThere() throws IOException {
    browser().scripts(false);
    open("words", triplet(), "");
    browser().scripts(true);
    assertEquals("true", browser().ask("words.open && app.hidden"));
    assertTrue(browser().ask("words.innerText").contains("it begins with 1 at #13"));
    seen("noscript");
  }

  /** Virtual rows: a step takes what it takes on a short tape. */
  @Test
  void twentyThousandLinesDoNotFreezeIt() throws IOException {
    try (Tape tape = new Tape(TapeOption.PLAIN)) {
      Tensor x = tape.watch(Tensor.zeros(DType.FLOAT64, 30), "x");
      Tensor y = x;
      for (int i = 0; i < 9_999; i++) {
        y = y.mul(0.5).tanh();
      }
      Explain explain = Explain.of(tape, y.sum());
      String html = explain.html();
      assertTrue(html.length() < 15_000_000, () -> "characters: " + html.length());
      open("long", explain, "");
    }
    String about = browser().ask("$('about').innerText");
    assertTrue(about.startsWith("20000 lines; values of more than 16"), about);
    assertEquals("repeat", browser().ask("document.getElementById('mode').value"));
    seen("long-folded");
    browser().ask("choose('none', false), go(20000)");
    browser().press("ArrowRight", "ArrowRight");
    assertTrue(panel().startsWith("#19997 mul"), panel());
    assertEquals("true", browser().ask("document.querySelectorAll('.row').length < 100"));
    seen("long");
  }
}
