package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import java.util.Arrays;
import java.util.function.BiFunction;

/**
 * Numbered examples of any kind, of which some make a batch: rows of numbers ({@link Dataset}), ids
 * ({@link #ids}), texts as tokens ({@link #ragged}), and what is joined of such ({@link #with}), as
 * pairs and triplets are.
 *
 * <pre>{@code
 * record Pair(Bags question, Bags answer) {}
 * Examples<Pair> pairs = Examples.ragged(questions).with(Examples.ragged(answers), Pair::new);
 * }</pre>
 *
 * <p>Immutable, and so safe for the thread that makes batches beside the training.
 *
 * @param <B> what a batch is
 */
public interface Examples<B> {

  /** How many there are. */
  int size();

  /**
   * Some of them, in the order given; one may be taken twice.
   *
   * @throws IndexOutOfBoundsException if there is no such example
   */
  B batch(int... rows);

  /** Ids, such as labels or rows of a table; a batch is {@code [B]}. */
  static Examples<IntTensor> ids(int... ids) {
    int[] all = requireNonNull(ids, "ids").clone();
    return new Examples<>() {
      @Override
      public int size() {
        return all.length;
      }

      @Override
      public IntTensor batch(int... rows) {
        return IntTensor.of(
            Arrays.stream(rows).map(row -> all[Rows.checked(row, all.length)]).toArray());
      }

      @Override
      public String toString() {
        return "ids of " + all.length + " examples";
      }
    };
  }

  /**
   * Lists of tokens of any lengths, also 0; the arrays are not copied and must stay as they are.
   */
  static Examples<Bags> ragged(int[][] tokens) {
    int[][] all = requireNonNull(tokens, "tokens").clone();
    return new Examples<>() {
      @Override
      public int size() {
        return all.length;
      }

      @Override
      public Bags batch(int... rows) {
        return Bags.of(
            Arrays.stream(rows)
                .mapToObj(row -> all[Rows.checked(row, all.length)])
                .toArray(int[][]::new));
      }

      @Override
      public String toString() {
        return "tokens of " + all.length + " examples";
      }
    };
  }

  /**
   * Each example joined with the one of the same number among others.
   *
   * @param join makes one batch of two
   * @throws IllegalArgumentException if there are not as many of both
   */
  default <C, D> Examples<D> with(Examples<C> others, BiFunction<B, C, D> join) {
    requireNonNull(join, "join");
    if (requireNonNull(others, "others").size() != size()) {
      throw new IllegalArgumentException(
          "examples: got " + others.size() + " to join with " + size() + ", expected one for each");
    }
    Examples<B> these = this;
    return new Examples<>() {
      @Override
      public int size() {
        return these.size();
      }

      @Override
      public D batch(int... rows) {
        return join.apply(these.batch(rows), others.batch(rows));
      }

      @Override
      public String toString() {
        return these + " with " + others;
      }
    };
  }
}
