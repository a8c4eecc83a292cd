package dev.capstan.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.WalkOption;
import dev.capstan.ops.Tensor;
import dev.capstan.view.Folds.Fold;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that stand for one another. */
final class FoldsTest {

  @Test
  void turnsOfALoopAreOneFoldWithOneForEach() {
    try (Tape tape = new Tape()) {
      Tensor y = tape.watch(Tensor.scalar(0.5)).exp();
      for (int i = 0; i < 4; i++) {
        y = y.mul(0.5).tanh();
      }
      List<Fold> folds = Folds.byRepeat(Story.of(tape, y.sin()));
      assertEquals(
          List.of(
              new Fold(2, 9, "mul, tanh × 4"),
              new Fold(2, 3, "turn 1 of 4"),
              new Fold(4, 5, "turn 2 of 4"),
              new Fold(6, 7, "turn 3 of 4"),
              new Fold(8, 9, "turn 4 of 4")),
          folds);
    }
  }

  @Test
  void oneOperationAgainAndAgainHasNoTurns() {
    try (Tape tape = new Tape()) {
      Tensor y = tape.watch(Tensor.scalar(0.5));
      for (int i = 0; i < 5; i++) {
        y = y.tanh();
      }
      assertEquals(List.of(new Fold(1, 5, "tanh × 5")), Folds.byRepeat(Story.of(tape, y)));
    }
  }

  @Test
  void otherShapesAreNoRepeat() {
    try (Tape tape = new Tape()) {
      Tensor y = tape.watch(Tensor.of(1.0, 2.0));
      y = y.tanh().exp().sum().tanh().exp();
      assertEquals(List.of(), Folds.byRepeat(Story.of(tape, y)));
    }
  }

  @Test
  void aPartOfOneLineIsNoFold() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.scalar(0.5));
      Tape.Scope one = tape.scope("one");
      Tensor y = x.tanh();
      one.close();
      Tape.Scope two = tape.scope("two");
      y = y.exp().sin();
      two.close();
      assertEquals(List.of(new Fold(2, 3, "two")), Folds.byPart(Story.of(tape, y)));
    }
  }

  @Test
  void whatARuleRecordedIsItsPart() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.scalar(0.5));
      Tensor y = x.sin().mul(x);
      Tensor slope = tape.gradients(y, WalkOption.CREATE_GRAPH).of(x);
      List<String> titles = Folds.byPart(Story.of(tape, slope)).stream().map(Fold::title).toList();
      assertEquals(List.of("rule of #2", "rule of #1"), titles);
    }
  }

  @Test
  void linesOfOneSourceLineAreOneFold() {
    try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
      Tensor x = tape.watch(Tensor.scalar(0.5));
      Tensor y = x.sin().exp();
      y = y.tanh();
      List<Fold> folds = Folds.bySource(Story.of(tape, y));
      assertEquals(1, folds.size());
      assertEquals(2, folds.get(0).lines());
      assertTrue(folds.get(0).title().matches("FoldsTest.java:\\d+"), folds.get(0).title());
    }
  }
}
