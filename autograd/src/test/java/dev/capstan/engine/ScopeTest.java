package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.WalkOption;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Parts of a computation that have a name. */
final class ScopeTest {

  private static Tape.Scope scope(Scalar value) {
    return Objects.requireNonNull(node(value).scope());
  }

  private static Node<Scalar> node(Scalar value) {
    return Objects.requireNonNull(value.node());
  }

  @Test
  void whatIsRecordedInsideCarriesThePath() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2), "x");
      Scalar inner;
      Scalar outer;
      try (Tape.Scope net = tape.scope("net")) {
        assertEquals("net", net.name());
        try (Tape.Scope layer = tape.scope("0")) {
          assertEquals(net, layer.outer());
          inner = x.sin();
        }
        outer = inner.sin();
      }
      assertEquals("net/0", scope(inner).path());
      assertEquals("net", scope(outer).path());
      assertNull(node(x).scope());
      assertNull(node(outer.sin()).scope());
      assertEquals("#1 sin(#0) = 0.9093  in net/0", node(inner).toString());
    }
  }

  @Test
  void twoPartsOfOneNameAreTwo() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar[] y = {x, x};
      for (int i = 0; i < 2; i++) {
        Tape.Scope again = tape.scope("again");
        y[i] = x.sin();
        again.close();
      }
      assertNotSame(scope(y[0]), scope(y[1]));
    }
  }

  @Test
  void anExceptionClosesIt() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      assertThrows(
          ArithmeticException.class,
          () -> {
            try (Tape.Scope part = tape.scope("part")) {
              throw new ArithmeticException(part.name());
            }
          });
      assertNull(node(x.sin()).scope());
    }
  }

  /** Whoever forgets the try loses a name, not the structure. */
  @Test
  void closingTheOuterClosesWhatIsOpenInside() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Tape.Scope outer = tape.scope("outer");
      Tape.Scope inner = tape.scope("inner");
      outer.close();
      assertNull(node(x.sin()).scope());
      inner.close();
      outer.close();
      Tape.Scope next = tape.scope("next");
      inner.close();
      assertEquals("next", scope(x.sin()).path());
      next.close();
    }
  }

  @Test
  void aRuleThatIsRecordedBelongsToWhereverTheGradientIsAskedFor() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar y;
      try (Tape.Scope net = tape.scope("net")) {
        y = x.times(x);
        assertEquals("net", net.toString());
      }
      Tape.Scope penalty = tape.scope("penalty");
      Scalar slope = tape.gradients(y, WalkOption.CREATE_GRAPH).of(x);
      penalty.close();
      assertEquals("penalty", scope(slope).path());
    }
  }

  @Test
  void whatIsRecordedPlainIsAPartOfTheFusedOperationsName() {
    try (Tape tape = new Tape(TapeOption.PLAIN)) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar y =
          Primitive.of("double", x)
              .value(v -> Scalar.of(2 * v.value()))
              .twin(in -> in[0].plus(in[0]))
              .record();
      assertEquals("plus", node(y).op());
      assertEquals("double()", scope(y).path());
    }
  }

  @Test
  void aNameIsRefusedThatCannotStandInAPath() {
    try (Tape tape = new Tape()) {
      for (String name : new String[] {"", "a/b", "x".repeat(101)}) {
        assertEquals(
            "scope: the name has " + name.length() + " characters, expected 1 to 100 and no slash",
            assertThrows(IllegalArgumentException.class, () -> tape.scope(name)).getMessage());
      }
    }
    Tape closed = new Tape();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.scope("late"));
  }
}
