package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A walk recycles its memory; nobody outside it may ever notice. */
class RecyclingTest {
  private static final int N = 2 * Arena.WORTH_LENDING;

  private static Tensor composite(Tensor x, Tensor y) {
    Tensor a = x.mul(y).add(x);
    Tensor b = a.square().add(a).add(a);
    Tensor c = Elementwise.sub(b, Elementwise.exp(Elementwise.neg(a)));
    return Elementwise.relu(c).mul(b).add(Movement.reshape(Movement.reshape(c, 2, -1), N)).sum();
  }

  private static Tensor random(int seed) {
    return Tensor.randn(DType.FLOAT32, new SplittableRandom(seed), N);
  }

  @Test
  void recycledGradientsAreThoseOfFreshMemoryBitForBit() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(random(1));
      Tensor y = tape.watch(random(2));
      Tensor loss = composite(x, y);
      Gradients<Tensor> recycled = tape.gradients(loss);
      Gradients<Tensor> fresh = tape.gradients(loss, WalkOption.KEEP_ALL);
      assertArrayEquals(fresh.of(x).toArray(), recycled.of(x).toArray());
      assertArrayEquals(fresh.of(y).toArray(), recycled.of(y).toArray());
    }
  }

  @Test
  void gradientsThatWereHandedOutNeverChange() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(random(1));
      Tensor inner = tape.watch(x.square());
      Tensor loss = composite(inner, x);
      Gradients<Tensor> g = tape.gradients(loss);
      double[] outer = g.of(x).toArray();
      double[] middle = g.of(inner).toArray();
      tape.gradients(composite(x, x));
      tape.gradients(loss);
      assertArrayEquals(outer, g.of(x).toArray());
      assertArrayEquals(middle, g.of(inner).toArray());
    }
  }

  @Test
  void whatAHookOrAUsersRuleKeepsNeverChanges() {
    List<Tensor> kept = new ArrayList<>();
    List<double[]> copies = new ArrayList<>();
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(random(1));
      Tensor a = x.square();
      tape.onGradient(
          a,
          g -> {
            kept.add(g);
            copies.add(g.toArray());
            return g;
          });
      Tensor b =
          Primitive.of("users", a)
              .value(v -> v.mul(v))
              .vjp(
                  (Tensor g) -> {
                    kept.add(g);
                    copies.add(g.toArray());
                    return g.mul(a).mul(Tensor.scalar(2f));
                  })
              .record();
      tape.gradients(composite(b, a));
      tape.gradients(composite(a, b));
    }
    for (int i = 0; i < kept.size(); i++) {
      assertArrayEquals(copies.get(i), kept.get(i).toArray());
    }
  }

  @Test
  void aTensorWhoseMemoryWasGivenBackRefusesToBeRead() {
    Arena arena = new Arena();
    Tensor lent = arena.adopt(random(1)).add(random(2));
    arena.sweep();
    Tensor next = arena.adopt(random(1)).add(random(2));
    assertNotSame(lent, next);
    IllegalStateException e = assertThrows(IllegalStateException.class, lent::toArray);
    org.junit.jupiter.api.Assertions.assertEquals(
        "tensor float32 ["
            + N
            + "]: its memory has been given back at the end of a backward walk "
            + "or an optimizer's step; keep detach() of it instead",
        e.getMessage());
  }
}
