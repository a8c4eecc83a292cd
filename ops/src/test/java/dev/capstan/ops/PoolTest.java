package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which arrays a pool keeps from one step to the next. */
final class PoolTest {
  private final Pool pool = new Pool();
  private final Arena arena = new Arena(pool, false);

  /** The array that a step of this size computes in. */
  private @Nullable Object step(int n) {
    Object array = pool.take(arena, DType.FLOAT32, n).array;
    pool.reset();
    return array;
  }

  @Test
  void stepsWhoseSizesTakeTurnsFindTheirArraysAgain() {
    Object first = step(1000);
    Object second = step(1001);
    assertTrue(first == step(1000));
    assertTrue(second == step(1001));
  }

  @Test
  void whatIsMoreThanTwiceOfWhatAStepHasUsedIsLetGo() {
    Object large = step(1000);
    step(499);
    assertFalse(large == step(1000));
  }
}
