package dev.capstan.testkit.mutation;

import dev.capstan.autograd.Node;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One call of a right rule, for a fault to spoil.
 *
 * @param node the operation
 * @param slot which of its inputs the rule belongs to
 * @param g the gradient of the result
 */
record RuleCall(Node<Tensor> node, int slot, Tensor g) {

  Tensor input() {
    return node.inputs().get(slot);
  }

  /** What the right rule gives. */
  Tensor right() {
    return of(g);
  }

  /** What the right rule gives for another gradient of the result. */
  Tensor right(IntToDoubleFunction otherG) {
    return of(g.like(otherG));
  }

  private Tensor of(Tensor cotangent) {
    Tensor share = node.vjp(cotangent).get(slot);
    return share == null ? input().like(i -> 0) : share;
  }

  /** What the right rules of all inputs give. */
  List<@Nullable Tensor> all() {
    return node.vjp(g);
  }

  /** Whether the result is the input stretched by a broadcast, perhaps with others. */
  boolean stretched() {
    int[] in = input().shape().toArray();
    int[] out = g.shape().toArray();
    int extra = out.length - in.length;
    if (extra < 0 || g.size() <= input().size() || input().size() == 0) {
      return false;
    }
    for (int a = 0; a < in.length; a++) {
      if (in[a] != out[a + extra] && in[a] != 1) {
        return false;
      }
    }
    return true;
  }

  /** The shares of the single results, not summed: in the form of the result. */
  Tensor unsummed() {
    double[] shares = new double[g.size()];
    for (int j = 0; j < shares.length; j++) {
      int only = j;
      Tensor share = right(i -> i == only ? g.at(i) : 0);
      for (int i = 0; i < share.size(); i++) {
        shares[j] += share.at(i);
      }
    }
    return g.like(j -> shares[j]);
  }

  /** The last two axes exchanged; null for less than two axes, or where nothing would move. */
  static @Nullable Tensor transposed(Tensor x) {
    int rank = x.rank();
    if (rank < 2 || x.shape().get(rank - 1) < 2 || x.shape().get(rank - 2) < 2) {
      return null;
    }
    int[] order = new int[rank];
    for (int a = 0; a < rank; a++) {
      order[a] = a;
    }
    order[rank - 1] = rank - 2;
    order[rank - 2] = rank - 1;
    return Movement.permute(x, order);
  }
}
