package dev.capstan.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.Replication;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fifty steps in float64 against PyTorch 2.15; {@code optimizers.py} beside the numbers makes them,
 * and says what the problems are.
 */
final class TorchOptimizersTest {
  /**
   * Fifty steps, each with some twenty roundings of 2⁻⁵³ relative to values below 2, whose effect
   * the steps that follow at most double: 50 · 20 · 2 · 2 · 1.1e-16.
   */
  private static final double TOLERANCE = 4.4e-13;

  private static final List<Integer> SHOWN = List.of(1, 2, 10, 50);

  private static final Map<String, double[]> OPTIMIZERS = read("optimizers.txt");
  private static final Map<String, double[]> SCHEDULES = read("schedules.txt");

  private static Map<String, double[]> read(String name) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(TorchOptimizersTest.class.getResourceAsStream(name)),
                StandardCharsets.UTF_8))) {
      return in.lines()
          .map(line -> line.split(" "))
          .collect(
              Collectors.toMap(w -> w[0], TorchOptimizersTest::numbers, (a, b) -> b, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String[] words) {
    return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private static Tensor wave(int t, double phase, int... shape) {
    return Tensor.generate(
        DType.FLOAT64, Shape.of(shape), i -> Math.sin(1 + 0.7 * i + 1.3 * t + phase));
  }

  /** The problem of {@code optimizers.py}. */
  private static final class Problem extends NeuralModule {
    private final Parameter w = parameter(new Parameter("w", wave(0, 0.1, 3, 2)));
    private final Parameter b = parameter(new Parameter("b", wave(0, 0.2, 2)));
    private final Parameter idle = parameter(new Parameter("idle", wave(0, 0.3, 2)));

    Tensor loss(int t) {
      Tensor away =
          LinearAlgebra.matmul(wave(t, 1, 4, 3), w.value()).add(b.value()).sub(wave(t, 2, 4, 2));
      Tensor value = wave(t, 3, 4, 2).add(1.5).mul(away.square()).sum().div(2);
      return t % 3 == 0 ? value.add(idle.value().sub(1).square().sum()) : value;
    }

    double[] numbers() {
      return parameters().stream()
          .flatMapToDouble(p -> Arrays.stream(p.value().toArray()))
          .toArray();
    }

    @Override
    protected Problem copy(Replication copies) {
      Problem copy = new Problem();
      copy.load(weights());
      return copy;
    }
  }

  private static Arguments row(String name, Function<Problem, Optimizer> make) {
    return Arguments.of(name, make);
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        row("sgd", p -> new Sgd(p, 0.05)),
        row("sgd-decay", p -> new Sgd(p, Sgd.Options.of(0.05).withWeightDecay(0.1))),
        row(
            "sgd-momentum",
            p -> new Sgd(p, Sgd.Options.of(0.02).withMomentum(0.9).withWeightDecay(0.05))),
        row(
            "sgd-dampening",
            p -> new Sgd(p, Sgd.Options.of(0.05).withMomentum(0.8).withDampening(0.3))),
        row("sgd-nesterov", p -> new Sgd(p, Sgd.Options.of(0.02).withNesterovMomentum(0.9))),
        row("adam", p -> new Adam(p, 0.05)),
        row(
            "adam-decay",
            p ->
                new Adam(
                    p,
                    Adam.Options.of(0.05)
                        .withBetas(0.8, 0.95)
                        .withEpsilon(1e-6)
                        .withWeightDecay(0.1))),
        row("adamw", p -> new AdamW(p, 0.05)),
        row(
            "adamw-decay",
            p -> new AdamW(p, AdamW.Options.of(0.05).withBetas(0.8, 0.95).withWeightDecay(0.3))),
        row("rmsprop", p -> new RmsProp(p, 0.02)),
        row(
            "rmsprop-centered",
            p ->
                new RmsProp(
                    p, RmsProp.Options.of(0.02).withAlpha(0.9).withWeightDecay(0.1).centered())),
        row(
            "rmsprop-momentum",
            p ->
                new RmsProp(
                    p, RmsProp.Options.of(0.005).withMomentum(0.9).withEpsilon(1e-4).centered())),
        row("adagrad", p -> new Adagrad(p, 0.3)),
        row(
            "adagrad-decay",
            p ->
                new Adagrad(
                    p,
                    Adagrad.Options.of(0.3)
                        .withRateDecay(0.01)
                        .withInitialSum(0.5)
                        .withWeightDecay(0.1))),
        row(
            "groups",
            p ->
                new AdamW(
                    List.of(
                        ParameterGroup.of(
                            List.of(p.w), AdamW.Options.of(0.01).withWeightDecay(0.1)),
                        ParameterGroup.of(
                            List.of(p.b, p.idle), AdamW.Options.of(0.2).withWeightDecay(0))))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void everyOptimizerTakesTheStepsOfPyTorch(String name, Function<Problem, Optimizer> make) {
    Problem problem = new Problem();
    Optimizer optimizer = make.apply(problem);

    follow(name, t -> optimizer.step(() -> problem.loss(t)), problem::numbers);
  }

  /** A state that is taken out and put into another optimizer half way changes no bit. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void anOptimizerGoesOnFromItsStateToTheBit(String name, Function<Problem, Optimizer> make) {
    Problem whole = new Problem();
    Optimizer uninterrupted = make.apply(whole);
    Problem first = new Problem();
    Optimizer before = make.apply(first);
    uninterrupted.scaleRates(0.5);
    before.scaleRates(0.5);
    for (int t = 1; t <= 5; t++) {
      int step = t;
      uninterrupted.step(() -> whole.loss(step));
      before.step(() -> first.loss(step));
    }
    Problem second = (Problem) first.replica();
    Optimizer after = make.apply(second);
    after.restore(before.state());
    for (int t = 6; t <= 10; t++) {
      int step = t;
      uninterrupted.step(() -> whole.loss(step));
      after.step(() -> second.loss(step));
    }

    assertArrayEquals(whole.numbers(), second.numbers());
    assertEquals(10, after.steps(), name);
  }

  static Stream<Arguments> cycled() {
    return Stream.of(
        row("cycle-sgd", p -> new Sgd(p, Sgd.Options.of(0.05).withMomentum(0.9))),
        row("cycle-adam", p -> new Adam(p, 0.05)),
        row("cycle-adamw", p -> new AdamW(p, 0.05)));
  }

  /** Rate and momentum of one cycle, and the same after a stop at step 20. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cycled")
  void oneCycleMovesTheMomentumToo(String name, Function<Problem, Optimizer> make) {
    Problem problem = new Problem();
    Optimizer optimizer = make.apply(problem);
    Scheduler cycle = cycle(optimizer);
    Problem other = new Problem();
    Optimizer resumed = make.apply(other);
    Scheduler itsCycle = cycle(resumed);
    follow(
        name,
        t -> {
          if (t == 20) {
            other.load(problem.weights());
            resumed.restore(optimizer.state());
            itsCycle.restore(cycle.state());
          }
          optimizer.step(() -> problem.loss(t));
          cycle.advance();
          if (t >= 20) {
            resumed.step(() -> other.loss(t));
            itsCycle.advance();
          }
        },
        problem::numbers);
    assertArrayEquals(problem.numbers(), other.numbers());
  }

  private static Scheduler cycle(Optimizer optimizer) {
    return new Scheduler(optimizer, RateSchedule.oneCycle(51), RateSchedule.oneCycleMomentum(51));
  }

  @Test
  void averagedWeightsAreThoseOfPyTorch() {
    Problem problem = new Problem();
    Optimizer sgd = new Sgd(problem, 0.05);
    WeightAverage<Problem> average = WeightAverage.of(problem, 0.9);

    follow(
        "ema",
        t -> {
          sgd.step(() -> problem.loss(t));
          average.update();
        },
        () -> average.module().numbers());
  }

  @Test
  void accumulatedAndClippedGradientsAreThoseOfPyTorch() {
    Problem problem = new Problem();
    Optimizer sgd = new Sgd(problem, Sgd.Options.of(0.05).withMomentum(0.9));

    follow(
        "clipped",
        t -> {
          ParameterGradients both =
              ParameterGradients.mean(
                  List.of(
                      sgd.gradients(() -> problem.loss(2 * t)),
                      sgd.gradients(() -> problem.loss(2 * t + 1))));
          sgd.apply(both.clipNorm(0.5));
        },
        problem::numbers);
  }

  static Stream<Arguments> tables() {
    Function<RowTable, Optimizer> sgd = t -> new Sgd(List.of(), List.of(t), Sgd.Options.of(0.05));
    Function<RowTable, Optimizer> adam =
        t -> new Adam(List.of(), List.of(t), Adam.Options.of(0.05));
    Function<RowTable, Optimizer> adagrad =
        t -> new Adagrad(List.of(), List.of(t), Adagrad.Options.of(0.3));
    Adam.Options all = Adam.Options.of(0.05).withTableRows(TableRows.ALL);
    Function<RowTable, Optimizer> dense = t -> new Adam(List.of(), List.of(t), all);
    Function<RowTable, Optimizer> decayed =
        t ->
            new Adam(
                List.of(),
                List.of(t),
                all.withBetas(0.8, 0.95).withEpsilon(1e-6).withWeightDecay(0.1));
    AdamW.Options decoupled =
        AdamW.Options.of(0.05).withWeightDecay(0.3).withTableRows(TableRows.ALL);
    Function<RowTable, Optimizer> adamW = t -> new AdamW(List.of(), List.of(t), decoupled);
    return Stream.of(
        Arguments.of("table-sgd", sgd),
        Arguments.of("table-adam", adam),
        Arguments.of("table-adagrad", adagrad),
        Arguments.of("table-adam-all", dense),
        Arguments.of("table-adam-all-decay", decayed),
        Arguments.of("table-adamw-all", adamW),
        Arguments.of("table-momentum-all", allBySgd(Sgd.Options.of(0.05).withMomentum(0.9))),
        Arguments.of(
            "table-nesterov-all",
            allBySgd(Sgd.Options.of(0.05).withNesterovMomentum(0.8).withWeightDecay(0.1))),
        Arguments.of("table-rmsprop-all", allByRmsProp(RmsProp.Options.of(0.02).withMomentum(0.5))),
        Arguments.of(
            "table-rmsprop-all-centered",
            allByRmsProp(
                RmsProp.Options.of(0.02)
                    .withAlpha(0.9)
                    .withEpsilon(1e-4)
                    .withWeightDecay(0.2)
                    .centered())));
  }

  private static Function<RowTable, Optimizer> allBySgd(Sgd.Options options) {
    return t -> new Sgd(List.of(), List.of(t), options.withTableRows(TableRows.ALL));
  }

  private static Function<RowTable, Optimizer> allByRmsProp(RmsProp.Options options) {
    return t -> new RmsProp(List.of(), List.of(t), options.withTableRows(TableRows.ALL));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void rowsOfATableTakeTheStepsOfPyTorch(String name, Function<RowTable, Optimizer> make) {
    RowTable table = new RowTable("rows", wave(0, 0.4, 6, 2));
    Optimizer optimizer = make.apply(table);

    follow(
        name,
        t ->
            optimizer.step(
                () -> {
                  Tensor rows = table.lookup(IntTensor.of(t % 6, 2 * t % 6, t * t % 6));
                  return wave(t, 3, 3, 2).add(1.5).mul(rows.square()).sum().div(2);
                }),
        () -> table.toTensor().toArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void anOptimizerOfATableGoesOnFromItsStateToTheBit(
      String name, Function<RowTable, Optimizer> make) {
    RowTable whole = new RowTable("rows", wave(0, 0.4, 6, 2));
    Optimizer uninterrupted = make.apply(whole);
    RowTable second = new RowTable("rows", whole.toTensor());
    Optimizer after = make.apply(second);
    for (int t = 1; t <= 10; t++) {
      int step = t;
      uninterrupted.step(() -> whole.lookup(IntTensor.of(step % 6)).square().sum());
      if (t == 5) {
        second.assign(whole.toTensor());
        after.restore(uninterrupted.state());
      } else if (t > 5) {
        after.step(() -> second.lookup(IntTensor.of(step % 6)).square().sum());
      }
    }
    assertArrayEquals(whole.toTensor().toArray(), second.toTensor().toArray(), name);
  }

  @Test
  void allRowsOfATableNeedAnEpsilon() {
    Adam.Options adam = Adam.Options.of(0.1).withTableRows(TableRows.ALL);
    assertEquals(
        "adam: epsilon: got 0 with all rows of tables, expected more: rows that no step has looked"
            + " up yet would become 0/0",
        assertThrows(IllegalArgumentException.class, () -> adam.withEpsilon(0)).getMessage());
    RmsProp.Options rmsProp = RmsProp.Options.of(0.1).withTableRows(TableRows.ALL);
    assertEquals(
        "rmsProp: epsilon: got 0 with all rows of tables, expected more: rows that no step has"
            + " looked up yet would become 0/0",
        assertThrows(IllegalArgumentException.class, () -> rmsProp.withEpsilon(0)).getMessage());
  }

  private static void follow(String name, Consumer<Integer> step, Supplier<double[]> numbers) {
    double[] expected = Objects.requireNonNull(OPTIMIZERS.get(name));
    int at = 0;
    for (int t = 1; t <= 50; t++) {
      step.accept(t);
      if (SHOWN.contains(t)) {
        double[] now = numbers.get();
        assertArrayEquals(
            Arrays.copyOfRange(expected, at, at + now.length), now, TOLERANCE, "step " + t);
        at += now.length;
      }
    }
    assertEquals(expected.length, at);
  }

  // --- schedules ------------------------------------------------------------------------------

  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of("step", RateSchedule.step(7, 0.5)),
        Arguments.of("milestones", RateSchedule.milestones(0.1, 3, 20, 21)),
        Arguments.of("exponential", RateSchedule.exponential(0.93)),
        Arguments.of("cosine", RateSchedule.cosine(50, 0.1)),
        Arguments.of("warmup", RateSchedule.warmUp(10, 0.2)),
        Arguments.of(
            "warmup-cosine", RateSchedule.warmUp(5, 0.1).then(5, RateSchedule.cosine(45, 0))),
        Arguments.of("one-cycle", RateSchedule.oneCycle(51)),
        Arguments.of("one-cycle-given", RateSchedule.oneCycle(51, 0.17, 9, 123)),
        Arguments.of("one-cycle-early", RateSchedule.oneCycle(51, 0.01, 9, 123)),
        Arguments.of("momentum", RateSchedule.oneCycleMomentum(51, 0.17, 0.7, 0.93)),
        Arguments.of("momentum-early", RateSchedule.oneCycleMomentum(51, 0.01, 0.7, 0.93)));
  }

  /** PyTorch multiplies fifty times where the closed form is computed once: 50 · 2 · 2⁻⁵³. */
  private static final double RATE_TOLERANCE = 1.2e-14;

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void everyScheduleHasTheRatesOfPyTorch(String name, RateSchedule schedule) {
    Sgd sgd = new Sgd(new Problem(), 1);
    Scheduler scheduler = new Scheduler(sgd, schedule);
    double[] expected = Objects.requireNonNull(SCHEDULES.get(name));
    for (int t = 0; t < 50; t++) {
      assertEquals(expected[t], sgd.rate(), RATE_TOLERANCE, "step " + t);
      if (t == 20) {
        Scheduler again = new Scheduler(sgd, schedule);
        again.restore(scheduler.state());
        scheduler = again;
      }
      scheduler.advance();
    }
  }

  /** PyTorch divides by zero here. */
  @Test
  void aCycleWithoutARiseBeginsAtItsPeak() {
    RateSchedule rates = RateSchedule.oneCycle(20, 0.05, 10, 10);
    RateSchedule momenta = RateSchedule.oneCycleMomentum(20, 0.05, 0.7, 0.9);
    assertEquals(1, rates.factor(0));
    assertEquals(0.7, momenta.factor(0));
    for (int t = 0; t < 20; t++) {
      assertEquals(RateSchedule.cosine(19, 0.01).factor(t), rates.factor(t), RATE_TOLERANCE);
    }
    assertEquals(0.9, momenta.factor(19), RATE_TOLERANCE);
  }

  @Test
  void aPlateauLowersTheRatesAsInPyTorch() {
    Sgd sgd = new Sgd(new Problem(), 1);
    PlateauScheduler.Options options =
        PlateauScheduler.Options.of(PlateauScheduler.Better.LOWER)
            .withFactor(0.5)
            .withPatience(3)
            .withCooldown(2)
            .withThreshold(0.01);
    PlateauScheduler plateau = new PlateauScheduler(sgd, options);
    double[] expected = Objects.requireNonNull(SCHEDULES.get("plateau"));
    for (int t = 0; t < 50; t++) {
      assertEquals(expected[t], sgd.rate(), "step " + t);
      if (t == 18) {
        PlateauScheduler again = new PlateauScheduler(sgd, options);
        again.restore(plateau.state());
        plateau = again;
      }
      plateau.report(1.0 / (1 + Math.min(t, 7)) + 0.01 * Math.sin(t));
    }
  }
}
