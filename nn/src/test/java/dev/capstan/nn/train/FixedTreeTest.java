package dev.capstan.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sums as text show which was added to which. */
final class FixedTreeTest {
  private static final int LEAVES = 8;

  private static FixedTree<String> tree() {
    return new FixedTree<>(LEAVES, (a, b) -> "(" + a + b + ")");
  }

  @Test
  void leavesAreAddedInPairs() {
    FixedTree<String> tree = tree();
    IntStream.range(0, LEAVES).forEach(i -> tree.add(i, "" + i));
    assertEquals("(((01)(23))((45)(67)))", tree.sum());
  }

  @Test
  void aLeafWithoutAValueLetsItsNeighbourUp() {
    FixedTree<String> tree = tree();
    IntStream.range(0, LEAVES).forEach(i -> tree.add(i, i % 3 == 0 ? null : "" + i));
    assertEquals("((12)((45)7))", tree.sum());
    FixedTree<String> none = tree();
    IntStream.range(0, LEAVES).forEach(i -> none.add(i, null));
    assertNull(none.sum());
  }

  @Test
  void everyDivisionAmongWorkersGivesTheSameSum() {
    Random random = new Random(5);
    for (int turn = 0; turn < 500; turn++) {
      List<FixedTree<String>> workers = new ArrayList<>();
      int count = 1 + random.nextInt(LEAVES);
      IntStream.range(0, count).forEach(i -> workers.add(tree()));
      List<Integer> order = new ArrayList<>(IntStream.range(0, LEAVES).boxed().toList());
      Collections.shuffle(order, random);
      order.forEach(leaf -> workers.get(random.nextInt(count)).add(leaf, value(leaf)));
      List<FixedTree.Part<String>> parts = new ArrayList<>();
      workers.forEach(worker -> parts.addAll(worker.parts()));
      Collections.shuffle(parts, random);
      FixedTree<String> all = tree();
      parts.forEach(all::add);
      assertEquals("(((01)(23))(4(67)))", all.sum());
    }
  }

  private static @Nullable String value(int leaf) {
    return leaf == 5 ? null : "" + leaf;
  }

  /** What an eighth of the leaves hands over is one part; five neighbours are two or three. */
  @Test
  void neighboursAreHandedOverAsWholeSubtrees() {
    FixedTree<String> tree = tree();
    IntStream.range(1, 6).forEach(i -> tree.add(i, "" + i));
    assertEquals(
        List.of("1", "(23)", "(45)"), tree.parts().stream().map(FixedTree.Part::sum).toList());
  }

  @Test
  void aLeafIsAddedOnceAndThereIsNoSumBeforeTheLast() {
    FixedTree<String> tree = tree();
    tree.add(2, "2");
    tree.add(3, "3");
    assertEquals(
        "fixedTree: the subtree 3 of level 0 was added before",
        assertThrows(IllegalArgumentException.class, () -> tree.add(3, "x")).getMessage());
    assertEquals(
        "fixedTree: the subtree 8 of level 0 is none of 8 leaves or their subtrees",
        assertThrows(IllegalArgumentException.class, () -> tree.add(8, "x")).getMessage());
    assertEquals(
        "fixedTree: got 2 leaves, expected all 8 before the sum",
        assertThrows(IllegalStateException.class, tree::sum).getMessage());
    assertEquals(
        "fixedTree: got 6 leaves, expected a power of two",
        assertThrows(IllegalArgumentException.class, () -> new FixedTree<String>(6, String::concat))
            .getMessage());
  }
}
