package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.internal.Parallel;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ThreadLimitTest {
  private static final int ALL = Parallel.limit();

  @Test
  void holdsUntilItIsClosed() {
    try (ThreadLimit one = ThreadLimit.of(1)) {
      assertTrue(one.toString().length() > 0);
      assertEquals(1, Parallel.limit());
      assertEquals(1, ThreadLimit.current());
    }
    assertEquals(ALL, Parallel.limit());
    assertEquals(ALL, ThreadLimit.current());
  }

  @Test
  void aLimitWithinALimitCanButLowerIt() {
    try (ThreadLimit one = ThreadLimit.of(1);
        ThreadLimit more = ThreadLimit.of(64)) {
      assertEquals(1, Parallel.limit(), one + " " + more);
    }
    try (ThreadLimit more = ThreadLimit.of(ALL + 7)) {
      assertEquals(ALL, Parallel.limit(), more.toString());
    }
  }

  @Test
  void holdsForItsThreadAlone() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    try (ThreadLimit one = ThreadLimit.of(1)) {
      Thread other = new Thread(() -> seen.set(Parallel.limit()), one.toString());
      other.start();
      other.join();
    }
    assertEquals(ALL, seen.get());
  }

  /**
   * Large enough to be shared; the common pool's counter of work that was taken over stands. A
   * worker counts after its task, so the pool comes to rest first.
   */
  @Test
  void keepsWorkOnTheCallingThreadAndTheSameBits() {
    Tensor x = Tensor.generate(DType.FLOAT32, Shape.of(256, 256), i -> (i * 31 % 101 - 50) / 64.0);
    float[] shared = x.matmul(x).toFloatArray();
    assertTrue(ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS));
    long before = ForkJoinPool.commonPool().getStealCount();
    try (ThreadLimit one = ThreadLimit.of(1)) {
      assertArrayEquals(shared, x.matmul(x).toFloatArray(), one.toString());
    }
    assertEquals(before, ForkJoinPool.commonPool().getStealCount());
  }

  @Test
  void isOfOneThreadOrMoreAndClosedByItsOwn() throws Exception {
    assertEquals(
        "threadLimit: got 0 threads, expected 1 or more",
        assertThrows(IllegalArgumentException.class, () -> ThreadLimit.of(0)).getMessage());
    AtomicInteger refused = new AtomicInteger();
    try (ThreadLimit one = ThreadLimit.of(1)) {
      Thread other =
          new Thread(
              () -> {
                assertThrows(IllegalStateException.class, one::close);
                refused.incrementAndGet();
              });
      other.start();
      other.join();
    }
    assertEquals(1, refused.get());
  }
}
