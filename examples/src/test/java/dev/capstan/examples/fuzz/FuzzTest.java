package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.data.Encoder;
import dev.capstan.data.FeatureColumn;
import dev.capstan.losses.CircleLoss;
import dev.capstan.losses.CrossBatchMemory;
import dev.capstan.losses.GaussianNLLLoss;
import dev.capstan.losses.Losses;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.train.StopOnExit;
import dev.capstan.ops.Rounding;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fuzz.ApiFuzzer;
import dev.capstan.testkit.fuzz.FuzzSummary;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.view.Explain;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every public method with arguments drawn at random.
 *
 * <p>{@code -Dcapstan.fuzz.calls=3000000} makes more calls than the few of a build, and {@code
 * -Dcapstan.fuzz.first} begins at another; both with {@code -Dcapstan.fuzz.only=nn} call the
 * methods of one module. A finding is made again by its number and one call.
 */
final class FuzzTest {
  /**
   * A module, by a class that lies in it.
   *
   * @param calls how often a build calls its methods
   * @param reached which share of them returns at least once in so many calls: less where a method
   *     asks for files, folders and trained models, which nothing drawn makes
   */
  private record Module(String name, Class<?> anchor, long calls, double reached) {
    boolean holds(Executable call) {
      return place(call.getDeclaringClass()).equals(place(anchor));
    }

    private static CodeSource place(Class<?> type) {
      return type.getProtectionDomain().getCodeSource();
    }
  }

  private static final List<Module> MODULES =
      List.of(
          new Module("autograd", Tape.class, 1_000, 0.8),
          new Module("ops", Tensor.class, 4_000, 0.8),
          new Module("losses", Losses.class, 2_000, 0.8),
          new Module("nn", NeuralModule.class, 2_000, 0.7),
          new Module("data", Encoder.class, 1_000, 0.55),
          new Module("text", SentenceEncoder.class, 500, 0.5),
          new Module("view", Explain.class, 500, 0.8));

  private static ApiFuzzer fuzzer(Module module) {
    return ApiFuzzer.of(MODULES.stream().map(Module::anchor).toArray(Class<?>[]::new))
        .withoutClasses(FuzzTest::actsOnTheProcess)
        .withWriting(call -> FeatureColumn.class.isAssignableFrom(call.getDeclaringClass()))
        .withConstants(FuzzTest::isConstant)
        .withOtherSlopes(call -> holdsPartConstant(call) || jumpsBetweenSteps(call))
        .withoutCalls(call -> leftOut(call) || !module.holds(call));
  }

  /** Each instance would wait for the end of the process. */
  private static boolean actsOnTheProcess(Class<?> type) {
    return type == StopOnExit.class;
  }

  /** Modules take over values; the weights of losses get no gradient. */
  private static boolean isConstant(Parameter parameter) {
    Executable call = parameter.getDeclaringExecutable();
    String type = call.getDeclaringClass().getName();
    boolean makes = call instanceof Constructor<?> || Modifier.isStatic(call.getModifiers());
    boolean weighs = parameter.getName().toLowerCase(Locale.ROOT).endsWith("weight");
    return makes && type.startsWith("dev.capstan.nn.")
        || weighs && type.startsWith("dev.capstan.losses.");
  }

  /**
   * The weights of the circle loss, earlier batches, and what lifts a variance to its least count
   * as constants, as their Javadoc says.
   */
  private static boolean holdsPartConstant(Executable call) {
    return List.of(CircleLoss.class, CrossBatchMemory.class, GaussianNLLLoss.class)
        .contains(call.getDeclaringClass());
  }

  /** A remainder by a small divisor jumps so often that no step stays on one side. */
  private static boolean jumpsBetweenSteps(Executable call) {
    return call.getDeclaringClass() == Rounding.class && call.getName().equals("remainder");
  }

  /** {@code traced} puts a value under a node that did not make it: its slope is not its own. */
  private static boolean leftOut(Executable call) {
    return call.getName().equals("traced");
  }

  @TestFactory
  Stream<DynamicTest> nothingRawAndNothingWrong() {
    String only = System.getProperty("capstan.fuzz.only", "");
    return MODULES.stream()
        .filter(module -> only.isEmpty() || module.name().equals(only))
        .map(module -> DynamicTest.dynamicTest(module.name(), () -> holds(module)));
  }

  private static void holds(Module module) {
    FuzzSummary summary =
        fuzzer(module)
            .run(
                Long.getLong("capstan.fuzz.first", 0),
                Long.getLong("capstan.fuzz.calls", module.calls()));
    System.getLogger(FuzzTest.class.getName())
        .log(System.Logger.Level.INFO, () -> module.name() + ": " + summary);
    assertEquals(List.of(), summary.findings());
    assertTrue(summary.reached() > module.reached() * summary.methods(), summary.toString());
  }
}
