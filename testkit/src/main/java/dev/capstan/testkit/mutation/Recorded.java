package dev.capstan.testkit.mutation;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A function of tensors as a tape has it.
 *
 * @param leaves the inputs on the tape
 * @param result the value
 * @param nodes all nodes in order
 */
record Recorded(List<Tensor> leaves, Tensor result, List<Node<Tensor>> nodes) {

  static Recorded of(Tape tape, Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    List<Tensor> leaves = new ArrayList<>();
    for (Tensor x : at) {
      leaves.add(tape.watch(x));
    }
    Tensor result = f.apply(leaves);
    return new Recorded(leaves, result, tape.nodes().stream().map(Recorded::typed).toList());
  }

  @SuppressWarnings("unchecked") // a function of tensors records nothing else
  private static Node<Tensor> typed(Node<?> node) {
    return (Node<Tensor>) node;
  }

  /** Which input a leaf is; −1 for an operation. */
  int leaf(Node<Tensor> node) {
    for (int k = 0; k < leaves.size(); k++) {
      if (leaves.get(k).node() == node) {
        return k;
      }
    }
    return -1;
  }

  /** Whether the result depends on the node. */
  boolean leadsToResult(Node<Tensor> node) {
    boolean[] leads = new boolean[nodes.size()];
    Node<Tensor> end = result.node();
    if (end == null) {
      return false;
    }
    leads[end.index()] = true;
    for (int i = end.index(); i >= 0; i--) {
      for (Tensor in : leads[i] ? nodes.get(i).inputs() : List.<Tensor>of()) {
        Node<Tensor> before = in.node();
        if (before != null) {
          leads[before.index()] = true;
        }
      }
    }
    return leads[node.index()];
  }
}
