package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sum whose order of additions is fixed: one binary tree over 2ᵏ leaves, in which leaf 2i is
 * added to leaf 2i + 1, and so on upwards. Floating-point numbers give the same bits for whatever
 * division of the leaves among workers, and whichever comes first.
 *
 * <p>Each worker has a tree of its own, adds its leaves, and hands over the {@link #parts()}: the
 * largest subtrees that it has whole, at most 2k of them where its leaves are neighbours. Whoever
 * collects them adds these to its tree. A leaf may be without a value; then its neighbour's goes up
 * as it is.
 */
public final class FixedTree<T> {
  private final int leaves;
  private final BinaryOperator<T> plus;

  /** Whole subtrees that wait for their neighbour, by their place. */
  private final Map<Place, Part<T>> waiting = new TreeMap<>();

  /** Level 0 are the leaves. */
  private record Place(int level, int index) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byLevel = Integer.compare(level, other.level);
      return byLevel != 0 ? byLevel : Integer.compare(index, other.index);
    }
  }

  /**
   * A whole subtree.
   *
   * @param level the leaves being level 0
   * @param index among those of its level
   * @param sum of its leaves; null if none of them has a value
   */
  public record Part<T>(int level, int index, @Nullable T sum) {}

  /**
   * @param leaves a power of two
   * @param plus the addition; which argument is the left one is fixed too
   */
  public FixedTree(int leaves, BinaryOperator<T> plus) {
    if (leaves < 1 || Integer.bitCount(leaves) != 1) {
      throw new IllegalArgumentException(
          "fixedTree: got " + leaves + " leaves, expected a power of two");
    }
    this.leaves = leaves;
    this.plus = requireNonNull(plus, "plus");
  }

  /** Adds a leaf, or says by null that it has no value. */
  public void add(int leaf, @Nullable T value) {
    add(new Part<>(0, leaf, value));
  }

  /**
   * Adds a subtree.
   *
   * @throws IllegalArgumentException if there is no such subtree, or it was added before
   */
  public void add(Part<T> part) {
    requireNonNull(part, "part");
    boolean there =
        part.level() >= 0
            && part.level() < Integer.SIZE
            && part.index() >= 0
            && part.index() < leaves >> part.level();
    if (!there) {
      throw unfit(part, "is none of " + leaves + " leaves or their subtrees");
    }
    for (int level = part.level(); level <= depth(); level++) {
      if (waiting.containsKey(new Place(level, part.index() >> level - part.level()))) {
        throw unfit(part, "was added before");
      }
    }
    rise(part);
  }

  private IllegalArgumentException unfit(Part<T> part, String why) {
    return new IllegalArgumentException(
        "fixedTree: the subtree " + part.index() + " of level " + part.level() + " " + why);
  }

  private void rise(Part<T> part) {
    Part<T> whole = part;
    while (whole.level() < depth()) {
      Place neighbour = new Place(whole.level(), whole.index() ^ 1);
      Part<T> other = waiting.remove(neighbour);
      if (other == null) {
        break;
      }
      boolean left = whole.index() < other.index();
      T sum = left ? sum(whole.sum(), other.sum()) : sum(other.sum(), whole.sum());
      whole = new Part<>(whole.level() + 1, whole.index() >> 1, sum);
    }
    waiting.put(new Place(whole.level(), whole.index()), whole);
  }

  private @Nullable T sum(@Nullable T left, @Nullable T right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return plus.apply(left, right);
  }

  private int depth() {
    return Integer.numberOfTrailingZeros(leaves);
  }

  /** The largest whole subtrees of what was added. */
  public List<Part<T>> parts() {
    return new ArrayList<>(waiting.values());
  }

  /**
   * The sum of all leaves; null if none has a value.
   *
   * @throws IllegalStateException if a leaf was not added yet
   */
  public @Nullable T sum() {
    Part<T> root = waiting.get(new Place(depth(), 0));
    if (root == null) {
      int added = waiting.values().stream().mapToInt(part -> 1 << part.level()).sum();
      throw new IllegalStateException(
          "fixedTree: got " + added + " leaves, expected all " + leaves + " before the sum");
    }
    return root.sum();
  }
}
