package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ShardTest {
  private static final int ROWS = 1000;

  private static Tensor features(long... ids) {
    return Tensor.generate(DType.FLOAT32, Shape.of(ids.length, 1), i -> ids[i]);
  }

  private static IntTensor labels(long... ids) {
    return IntTensor.of(Arrays.stream(ids).map(id -> id % 7).toArray(), ids.length);
  }

  @Test
  void theOrderOfRowsHasNoSay() {
    long[] up = LongStream.range(0, ROWS).toArray();
    long[] down = LongStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
    List<Shard> a = Shard.split(8, up, features(up), labels(up));
    List<Shard> b = Shard.split(8, down, features(down), labels(down));
    for (int i = 0; i < 8; i++) {
      assertEquals(i, a.get(i).index());
      assertEquals(a.get(i).labels(), b.get(i).labels());
      assertEquals(numbers(a.get(i).features()), numbers(b.get(i).features()));
      for (int row = 0; row < a.get(i).rows(); row++) {
        assertEquals(i, Shard.of((long) a.get(i).features().at(row), 8));
      }
    }
    assertEquals(ROWS, a.stream().mapToInt(Shard::rows).sum());
  }

  /** Shares of 125 in the mean; six standard deviations of a fair hash are 63. */
  @Test
  void hashesAreFair() {
    int[] byNumber = new int[8];
    int[] byText = new int[8];
    for (int i = 0; i < ROWS; i++) {
      byNumber[Shard.of((long) i, 8)]++;
      byText[Shard.of("id-" + i, 8)]++;
    }
    for (int i = 0; i < 8; i++) {
      assertTrue(Math.abs(byNumber[i] - 125) < 63, Arrays.toString(byNumber));
      assertTrue(Math.abs(byText[i] - 125) < 63, Arrays.toString(byText));
    }
  }

  /** A change of these is a change of every recipe's result. */
  @Test
  void hashesAreFixed() {
    assertEquals(
        List.of(15, 1, 14, 11),
        LongStream.of(0, 1, 2, Long.MIN_VALUE).mapToObj(i -> Shard.of(i, 16)).toList());
    assertEquals(List.of(0, 15), List.of(Shard.of("", 16), Shard.of("größer", 16)));
  }

  @Test
  void anEpochTakesEachRowOnceAndTheNextInAnotherOrder() {
    for (int rows : new int[] {1, 2, 3, 15, 16, 17, 60}) {
      long[] ids = LongStream.range(0, rows).toArray();
      Shard shard = new Shard(3, features(ids), labels(ids));
      for (int most : new int[] {1, 2, 5}) {
        int taken = Math.min(most, rows);
        int perEpoch = rows / taken;
        for (int epoch = 0; epoch < 3; epoch++) {
          TreeSet<Double> seen = new TreeSet<>();
          for (int i = 0; i < perEpoch; i++) {
            Batch batch = shard.batch(most, 11, (long) epoch * perEpoch + i);
            assertEquals(taken, batch.labels().size());
            for (int row = 0; row < taken; row++) {
              seen.add(batch.features().at(row));
              assertEquals((int) batch.features().at(row) % 7, batch.labels().at(row));
            }
          }
          assertEquals(perEpoch * taken, seen.size(), rows + " rows, batches of " + most);
        }
      }
    }
    long[] ids = LongStream.range(0, 60).toArray();
    Shard shard = new Shard(3, features(ids), labels(ids));
    assertEquals(epoch(shard, 11, 0), epoch(shard, 11, 0));
    assertNotEquals(epoch(shard, 11, 0), epoch(shard, 11, 1));
    assertNotEquals(epoch(shard, 11, 0), epoch(shard, 12, 0));
  }

  private static List<Double> epoch(Shard shard, long seed, long step) {
    return numbers(shard.batch(60, seed, step).features());
  }

  private static List<Double> numbers(Tensor t) {
    return Arrays.stream(t.toArray()).boxed().toList();
  }

  @Test
  void anIdIsThereOnce() {
    List<String> twice = Collections.nCopies(2, "same");
    assertEquals(
        "shard: rows 0 and 1 have one id, expected an id of its own for each row",
        assertThrows(
                IllegalArgumentException.class,
                () -> Shard.split(4, twice, features(1, 2), labels(1, 2)))
            .getMessage());
    assertEquals(
        "shard: got 6 shards, expected a power of two, such as 8 or 32",
        assertThrows(IllegalArgumentException.class, () -> Shard.of(1L, 6)).getMessage());
    assertTrue(IntStream.range(0, 3).allMatch(i -> Shard.of((long) i, 1) == 0));
  }
}
