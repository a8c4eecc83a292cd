package dev.capstan.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Tape;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.DType;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Training writes parameters into memory of earlier values, and whoever kept such a value never
 * sees it change: it is what it was, or reading it is an error. Sizes are large enough for arrays
 * to be lent.
 */
final class KeptParameterTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 30;

  /** Steps after something was kept: more than it takes for an array to be written again. */
  private static final int STEPS = 5;

  private final Tensor x = random(1);
  private final Parameter w = new Parameter("w", random(2));
  private final Sgd sgd = sgd(w);
  private final List<Kept> all = new ArrayList<>();

  /** A tensor beside the numbers that it had when it was kept. */
  private record Kept(String what, Tensor tensor, double[] numbers) {}

  private static Tensor random(long seed) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), ROWS, COLUMNS);
  }

  private static Sgd sgd(Parameter... all) {
    return new Sgd(List.of(all), Sgd.Options.of(0.1));
  }

  private Tensor keep(String what, Tensor tensor) {
    all.add(new Kept(what, tensor, tensor.toArray()));
    return tensor;
  }

  private Tensor loss() {
    return w.value().mul(x).tanh().square().sum();
  }

  private void train() {
    for (int i = 0; i < STEPS; i++) {
      sgd.step(this::loss);
    }
  }

  /** Whatever a test has kept, five steps later. */
  private void requireUnchanged() {
    train();
    for (Kept kept : all) {
      assertArrayEquals(kept.numbers(), kept.tensor().toArray(), kept.what());
    }
  }

  private void requireRefused() {
    train();
    for (Kept kept : all) {
      assertThrows(IllegalStateException.class, kept.tensor()::toArray, kept.what());
    }
  }

  /** What holds of every test: no tensor that was kept has other numbers than it had. */
  @AfterEach
  void nothingThatWasKeptHasChanged() {
    for (Kept kept : all) {
      double[] now;
      try {
        now = kept.tensor().toArray();
      } catch (IllegalStateException refused) {
        continue;
      }
      assertArrayEquals(kept.numbers(), now, kept.what());
    }
  }

  // --- kept outside of a step: unchanged --------------------------------------------------------

  @Test
  void aValueMayBeKeptFromEveryStep() {
    for (int i = 0; i < STEPS; i++) {
      keep("value", w.value());
      keep("view", w.value().reshape(COLUMNS, ROWS));
      keep("detached", w.value().detach());
      sgd.step(this::loss);
    }
    requireUnchanged();
  }

  @Test
  void aValueMayBeKeptNowAndThen() {
    train();
    keep("value", w.value());
    sgd.step(this::loss);
    sgd.step(this::loss);
    keep("later value", w.value());
    requireUnchanged();
  }

  @Test
  void aReplicaKeepsTheValuesOfItsTime() {
    Parameter bias = new Parameter("bias", Tensor.zeros(DType.FLOAT64, ROWS));
    Linear model = new Linear(w, bias);
    train();
    Linear replica = model.replica();
    for (Parameter p : replica.parameters()) {
      keep(p.name(), p.value());
    }
    requireUnchanged();
  }

  @Test
  void aReplicaIsTrainedOnItsOwn() {
    Linear model = new Linear(w, new Parameter("bias", Tensor.zeros(DType.FLOAT64, ROWS)));
    train();
    Linear replica = model.replica();
    keep("value", w.value());
    Parameter copy = replica.parameters().get(0);
    Sgd other = sgd(copy);
    for (int i = 0; i < STEPS; i++) {
      other.step(() -> copy.value().square().sum());
    }
    assertArrayEquals(all.get(0).numbers(), w.value().toArray());
    keep("replica's value", copy.value());
    requireUnchanged();
  }

  @Test
  void parametersWithOneInitialTensorLeaveItAlone() {
    Tensor initial = keep("initial", random(3));
    Parameter one = new Parameter("one", initial);
    Parameter other = new Parameter("other", initial);
    Sgd both = sgd(one, other);
    Sgd elsewhere = sgd(new Parameter("w", initial));
    Parameter third = elsewhere.parameters().get(0);
    for (int i = 0; i < STEPS; i++) {
      both.step(() -> one.value().sub(other.value().mul(2)).square().sum());
      elsewhere.step(() -> third.value().square().sum());
    }
    requireUnchanged();
  }

  @Test
  void whatWasAssignedIsNotWrittenTo() {
    train();
    w.assign(keep("assigned", random(4)));
    requireUnchanged();
  }

  @Test
  void aFrozenParameterMayBeKeptInsideAndOutsideOfAStep() {
    train();
    Parameter other = new Parameter("other", random(5));
    Sgd both = sgd(w, other);
    w.freeze();
    for (int i = 0; i < STEPS; i++) {
      both.step(() -> keep("frozen", w.value()).mul(other.value()).sum());
    }
    w.unfreeze();
    requireUnchanged();
  }

  @Test
  void gradientsAndVariablesOfATapeOfOnesOwnMayBeKept() {
    train();
    for (int i = 0; i < STEPS; i++) {
      var g =
          sgd.gradients(
              () -> keep("watched", w.value()).mul(keep("product", w.value().mul(x))).sum());
      keep("gradient", g.of(w));
      sgd.apply(g);
      sgd.step(this::loss);
    }
    requireUnchanged();
  }

  @Test
  void aTapeThatWatchesTheValueKeepsIt() {
    train();
    try (Tape tape = new Tape()) {
      Tensor watched = tape.watch(w.value());
      Tensor sum = watched.square().sum();
      keep("watched", watched);
      train();
      assertArrayEquals(
          watched.mul(2).toArray(), tape.gradients(sum).of(watched).toArray(), "2w, as it was");
    }
    requireUnchanged();
  }

  // --- kept inside of a step: unchanged if detached, refused if not -----------------------------

  @Test
  void whatWasDetachedInAStepMayBeKept() {
    for (int i = 0; i < STEPS; i++) {
      sgd.step(
          () -> {
            keep("detached", w.value().detach());
            keep("detached view", w.value().reshape(COLUMNS, ROWS).detach());
            return loss();
          });
    }
    requireUnchanged();
  }

  @Test
  void aVariableOfAStepIsRefusedAfterIt() {
    train();
    sgd.step(
        () -> {
          keep("watched", w.value());
          keep("view", w.value().reshape(COLUMNS, ROWS));
          keep("view of a view", w.value().reshape(COLUMNS, ROWS).reshape(ROWS, COLUMNS));
          return loss();
        });
    requireRefused();
    Tensor watched = all.get(0).tensor();
    IllegalStateException e = assertThrows(IllegalStateException.class, watched::detach);
    assertEquals(
        "tensor "
            + watched.form()
            + ": its memory has been given back at the end of a backward walk or an optimizer's"
            + " step; keep detach() of it instead",
        e.getMessage());
    try (Tape tape = new Tape()) {
      Tensor again = tape.watch(watched);
      assertThrows(IllegalStateException.class, again::toArray, "watched on another tape");
    }
  }

  @Test
  void whatIsPassedBetweenStepsWithoutDetachIsRefusedOrUnchanged() {
    sgd.step(
        () -> {
          keep("the first step's variable", w.value());
          return loss();
        });
    requireUnchanged();
  }

  @Test
  void gradientsThatAreTheValueItselfAreRefusedOrUnchanged() {
    train();
    sgd.step(
        () -> {
          try (Tape tape = new Tape()) {
            Tensor y = tape.watch(x);
            Tensor z = y.add(random(6));
            Tensor seeded = tape.gradients(z, w.value().detach()).of(y);
            keep("of a detached cotangent", seeded);
          }
          return loss();
        });
    requireUnchanged();
    all.clear();
    sgd.step(
        () -> {
          try (Tape tape = new Tape()) {
            Tensor y = tape.watch(x);
            Tensor inStep = w.value().detach();
            keep("of the variable", tape.gradients(y.add(inStep), constant(w.value())).of(y));
          }
          return loss();
        });
    requireRefused();
  }

  /** The variable without its node, over the same memory. */
  private static Tensor constant(Tensor variable) {
    return variable.traced(null);
  }

  @Test
  void aStepThatThrowsLeavesTheValueAndWhatWasKept() {
    train();
    double[] before = keep("before", w.value()).toArray();
    sgd.step(this::loss);
    Supplier<Tensor> failing =
        () -> {
          keep("watched", w.value());
          throw new ArithmeticException();
        };
    Parameter twin = new Parameter("w", Tensor.of(before, ROWS, COLUMNS));
    sgd(twin).step(() -> twin.value().mul(x).tanh().square().sum());
    for (int i = 0; i < STEPS; i++) {
      assertThrows(ArithmeticException.class, () -> sgd.step(failing));
    }
    assertArrayEquals(twin.value().toArray(), w.value().toArray());
    requireUnchanged();
  }

  @Test
  void aStepThatIsRefusedLeavesTheValue() {
    train();
    double[] before = w.value().toArray();
    sgd.step(this::loss);
    sgd.step(this::loss);
    Parameter twin = new Parameter("w", Tensor.of(before, ROWS, COLUMNS));
    Sgd other = sgd(twin);
    assertThrows(IllegalArgumentException.class, () -> sgd.step(() -> Tensor.scalar(1.0)));
    assertThrows(IllegalArgumentException.class, () -> sgd.step(() -> w.value().mul(x)));
    for (int i = 0; i < 2; i++) {
      other.step(() -> twin.value().mul(x).tanh().square().sum());
    }
    assertArrayEquals(twin.value().toArray(), w.value().toArray());
  }

  @Test
  void aParameterThatTheLossDoesNotReachStaysAsItIs() {
    Parameter idle = new Parameter("idle", keep("initial", random(7)));
    Sgd both = sgd(w, idle);
    for (int i = 0; i < STEPS; i++) {
      both.step(this::loss);
    }
    assertArrayEquals(all.get(0).numbers(), idle.value().toArray());
    requireUnchanged();
  }

  // --- several optimizers, and optimizers of one's own ------------------------------------------

  @Test
  void aParameterMayBelongToTwoOptimizers() {
    Sgd other = sgd(w);
    Parameter twin = new Parameter("w", w.value());
    for (int i = 0; i < STEPS; i++) {
      sgd.step(this::loss);
      other.step(this::loss);
      if (i % 2 == 0) {
        keep("value", w.value());
      }
    }
    Sgd alone = sgd(twin);
    for (int i = 0; i < 2 * STEPS; i++) {
      alone.apply(alone.gradients(() -> twin.value().mul(x).tanh().square().sum()));
    }
    assertArrayEquals(twin.value().toArray(), w.value().toArray());
    requireUnchanged();
  }

  /** One whose second update fails, or answers whatever it is told to. */
  private static final class Custom extends Optimizer {
    interface Update {
      Tensor next(int index, Tensor value, Tensor gradient);
    }

    private final Update update;

    Custom(List<Parameter> parameters, Update update) {
      super(parameters, List.of());
      this.update = update;
    }

    @Override
    protected Tensor updated(int index, Tensor value, Tensor gradient) {
      return update.next(index, value, gradient);
    }

    @Override
    protected void update(int index, MutableRows table, int[] rows, Tensor gradient) {}
  }

  @Test
  void noParameterChangesIfTheUpdateOfTheLastOneFails() {
    Parameter other = new Parameter("other", random(8));
    Tensor before = keep("before", w.value());
    Supplier<Tensor> loss = () -> w.value().mul(other.value()).sum();
    List<Parameter> both = List.of(w, other);
    Custom failing =
        new Custom(
            both,
            (index, value, gradient) -> {
              if (index == 1) {
                throw new ArithmeticException();
              }
              return value.sub(gradient);
            });
    assertThrows(ArithmeticException.class, () -> failing.step(loss));
    Custom misshapen =
        new Custom(
            both, (index, value, gradient) -> index == 1 ? value.sum() : value.sub(gradient));
    assertThrows(IllegalArgumentException.class, () -> misshapen.step(loss));
    List<Tensor> stale = new ArrayList<>();
    sgd(other).step(() -> keepFor(stale, other.value()).square().sum());
    Custom late =
        new Custom(
            both, (index, value, gradient) -> index == 1 ? stale.get(0) : value.sub(gradient));
    assertThrows(IllegalStateException.class, () -> late.step(loss));
    assertEquals(before, w.value());
    requireUnchanged();
  }

  private static Tensor keepFor(List<Tensor> list, Tensor variable) {
    list.add(variable.mul(2));
    return list.get(0);
  }

  @Test
  void anUpdateMayAnswerItsInputsOrOneTensorForAll() {
    Parameter other = new Parameter("other", random(9));
    List<Tensor> shared = new ArrayList<>();
    List<Custom.Update> updates =
        List.of(
            (index, value, gradient) -> value,
            (index, value, gradient) -> gradient,
            (index, value, gradient) -> value.mul(0.5),
            (index, value, gradient) -> shared(shared, value),
            (index, value, gradient) -> w.value().add(other.value()));
    for (Custom.Update update : updates) {
      List<Tensor> answers = new ArrayList<>();
      Custom optimizer =
          new Custom(
              List.of(w, other),
              (index, value, gradient) -> {
                keep("value", value);
                keep("gradient", gradient);
                answers.add(update.next(index, value, gradient));
                return keep("answer", answers.get(index));
              });
      shared.clear();
      for (int i = 0; i < 2; i++) {
        answers.clear();
        optimizer.step(() -> w.value().mul(other.value()).sum());
        assertArrayEquals(all.get(all.size() - 1).numbers(), other.value().toArray());
        train();
        assertArrayEquals(all.get(all.size() - 1).numbers(), other.value().toArray());
      }
    }
  }

  private static Tensor shared(List<Tensor> shared, Tensor value) {
    if (shared.isEmpty()) {
      shared.add(value.mul(2));
    }
    return shared.get(0);
  }

  @Test
  void parametersThatWereGivenOneTensorArePartedByTraining() {
    Parameter other = new Parameter("other", random(9));
    List<Tensor> shared = new ArrayList<>();
    Custom tying =
        new Custom(
            List.of(w, other),
            (index, value, gradient) ->
                shared.size() < 2 ? shared(shared, value) : value.sub(gradient));
    double[] twice = w.value().mul(2).toArray();
    tying.step(() -> w.value().mul(other.value()).sum());
    shared.add(x);
    other.freeze();
    for (int i = 0; i < STEPS; i++) {
      tying.step(this::loss);
    }
    assertArrayEquals(twice, other.value().toArray());
  }
}
