package dev.capstan.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Residual;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A model on a tape that somebody reads. */
final class WatchedOnTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(1);
  private static final Tensor ROWS = Tensor.zeros(DType.FLOAT32, 4, 2);

  private final Sequential model =
      Sequential.builder()
          .add("first", new Linear(2, 3, RANDOM))
          .add("body", new Residual(new Sequential(new Linear(3, 3, RANDOM), Activation.tanh())))
          .build();

  @Test
  void partsAreScopesAndParametersAreNamedByTheirPaths() {
    try (Tape tape = new Tape(TapeOption.PLAIN)) {
      model.watchedOn(tape, () -> model.apply(ROWS));
      List<String> names = tape.nodes().stream().map(Node::label).filter(Objects::nonNull).toList();
      assertEquals(List.copyOf(model.namedParameters().keySet()), names);
      List<String> parts =
          tape.nodes().stream()
              .map(Node::scope)
              .filter(Objects::nonNull)
              .map(Tape.Scope::path)
              .distinct()
              .toList();
      assertEquals(List.of("first", "body/inner/0", "body/inner/1", "body"), parts);
    }
  }

  @Test
  void elsewhereNothingIsNamed() {
    try (Tape tape = new Tape()) {
      Tensor y = model.apply(tape.watch(ROWS));
      assertNull(Objects.requireNonNull(y.node()).scope());
    }
  }

  @Test
  void everythingIsAsBeforeWhateverIsThrown() {
    Tensor before = model.parameters().get(0).constant();
    try (Tape tape = new Tape()) {
      assertThrows(
          ArithmeticException.class,
          () ->
              model.watchedOn(
                  tape,
                  () -> {
                    throw new ArithmeticException("half-way");
                  }));
      assertEquals(before.toString(), model.parameters().get(0).constant().toString());
      Tensor y = model.apply(tape.watch(ROWS));
      assertNull(Objects.requireNonNull(y.node()).scope());
    }
  }

  @Test
  void aFrozenParameterStaysAConstant() {
    model.parameters().get(0).freeze();
    try (Tape tape = new Tape()) {
      model.watchedOn(tape, () -> model.apply(ROWS));
      assertEquals("first.bias", tape.nodes().get(0).label());
    }
  }
}
