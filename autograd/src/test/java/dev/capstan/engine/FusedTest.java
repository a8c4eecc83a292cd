package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import org.junit.jupiter.api.Test;

/** Fused operations: the joint rule for speed, the twin for higher orders. */
final class FusedTest {

  private static double derivative(double x) {
    return (1 + x) * Math.exp(x);
  }

  @Test
  void theJointRuleAndTheTwinAgree() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(0.3));
      Scalar y = x.fusedXExp();
      assertEquals(2, tape.nodes().size());
      double joint = tape.gradients(y).of(x).value();
      assertEquals(2, tape.nodes().size(), "the joint rule records nothing");
      double twin = tape.gradients(y, WalkOption.CREATE_GRAPH).of(x).value();
      assertEquals(derivative(0.3), joint, Math.ulp(2.0));
      assertEquals(derivative(0.3), twin, Math.ulp(2.0));
      assertTrue(tape.nodes().size() > 2, "the twin is on the tape");
    }
  }

  @Test
  void theTwinIsDifferentiatedAgain() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(0.3));
      Scalar first = tape.gradients(x.fusedXExp(), WalkOption.CREATE_GRAPH).of(x);
      Scalar second = tape.gradients(first, WalkOption.CREATE_GRAPH).of(x);
      Scalar third = tape.gradients(second).of(x);
      assertEquals(2.3 * Math.exp(0.3), second.value(), 4 * Math.ulp(2.0));
      assertEquals(3.3 * Math.exp(0.3), third.value(), 8 * Math.ulp(4.0));
    }
  }

  private static int nodesAfterGradientWithGraph(int length) {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(0.01));
      Scalar y = x;
      for (int i = 0; i < length; i++) {
        y = y.fusedXExp();
      }
      tape.gradients(y, WalkOption.CREATE_GRAPH);
      return tape.nodes().size();
    }
  }

  /** Without the limit of the inner walk each further operation would double the tape. */
  @Test
  void aChainOfFusedOperationsGrowsTheTapeLinearly() {
    int ten = nodesAfterGradientWithGraph(10);
    int twenty = nodesAfterGradientWithGraph(20);
    int thirty = nodesAfterGradientWithGraph(30);
    assertEquals(twenty - ten, thirty - twenty);
    assertTrue(thirty < 30 * 12, "nodes: " + thirty);
  }
}
