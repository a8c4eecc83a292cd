package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Operation;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import org.junit.jupiter.api.Test;

/** Operations that are made once and applied often. */
final class OperationTest {

  /** x y², with a branch for the sign of x. */
  private static final class TimesSquare extends Operation<Scalar> {
    TimesSquare() {
      super("timesSquare");
    }

    Scalar apply(Scalar x, Scalar y) {
      return record(new Scalar[] {x, y});
    }

    @Override
    protected Scalar value(Scalar[] in) {
      return Scalar.of(in[0].value() * in[1].value() * in[1].value());
    }

    @Override
    protected Scalar vjp(int input, Scalar g, Scalar z, Scalar[] in) {
      return input == 0 ? g.times(in[1]).times(in[1]) : g.times(in[0]).times(in[1]).times(2);
    }

    @Override
    protected long branch(Scalar[] in) {
      return in[0].value() < 0 ? -1 : 1;
    }
  }

  private static final TimesSquare TIMES_SQUARE = new TimesSquare();

  @Test
  void itIsRecordedDifferentiatedAndReplayedLikeAnyOther() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(-3));
      Scalar y = tape.watch(Scalar.of(5));
      Scalar z = TIMES_SQUARE.apply(x, y);
      assertEquals(25, tape.gradients(z).of(x).value());
      assertEquals(-30, tape.gradients(z).of(y).value());
      Scalar slope = tape.gradients(z, WalkOption.CREATE_GRAPH).of(y);
      assertEquals(-6, tape.gradients(slope).of(y).value());
      assertEquals(10, tape.gradients(slope).of(x).value());
      var node = tape.nodes().get(2);
      assertEquals("timesSquare", node.op());
      assertEquals(-75, node.replay().at(0));
      assertEquals(-1, node.branch());
    }
  }

  @Test
  void onConstantsItRecordsNothing() {
    try (Tape tape = new Tape()) {
      assertEquals(18, TIMES_SQUARE.apply(Scalar.of(2), Scalar.of(3)).value());
      assertTrue(tape.nodes().isEmpty());
    }
  }

  @Test
  void twoApplicationsDoNotMeet() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(1));
      Scalar first = TIMES_SQUARE.apply(x, Scalar.of(2));
      Scalar second = TIMES_SQUARE.apply(x, Scalar.of(3));
      assertEquals(4, tape.gradients(first).of(x).value());
      assertEquals(9, tape.gradients(second).of(x).value());
    }
  }
}
