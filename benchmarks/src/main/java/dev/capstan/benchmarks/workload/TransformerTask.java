package dev.capstan.benchmarks.workload;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.Activations;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A layer of an encoder from single operations, and the gradients of its input and weights. */
final class TransformerTask implements Task {
  private static final double EPSILON = 1e-12;

  private final int heads;

  /** What goes in; the four pairs of attention; weight and bias of both products and norms. */
  private final List<Tensor> inputs;

  private TransformerTask(int heads, List<Tensor> inputs) {
    this.heads = heads;
    this.inputs = inputs;
  }

  static TransformerTask of(Workload w) {
    int hidden = w.size(0);
    int inner = w.size(2);
    List<Tensor> all = new ArrayList<>();
    all.add(CapstanTasks.tensor(w, 0, w.size(3), w.size(4), hidden));
    for (int i = 0; i < 4; i++) {
      product(w, hidden, hidden, all);
    }
    product(w, hidden, inner, all);
    product(w, inner, hidden, all);
    for (int i = 0; i < 2; i++) {
      all.add(CapstanTasks.tensor(w, all.size(), hidden));
      all.add(CapstanTasks.tensor(w, all.size(), hidden));
    }
    return new TransformerTask(w.size(1), all);
  }

  private static void product(Workload w, int in, int out, List<Tensor> all) {
    double factor = 1 / Math.sqrt(in);
    all.add(CapstanTasks.tensor(w, all.size(), out, in).mul(factor));
    all.add(CapstanTasks.tensor(w, all.size(), out).mul(factor));
  }

  private Tensor loss(List<Tensor> p) {
    Tensor x = p.get(0);
    Tensor attended =
        Neural.scaledDotProductAttention(
            split(linear(x, p, 1)), split(linear(x, p, 3)), split(linear(x, p, 5)));
    Tensor joined = attended.permute(0, 2, 1, 3).reshape(x.shape().toArray());
    Tensor a = Neural.layerNorm(linear(joined, p, 7).add(x), p.get(13), p.get(14), EPSILON);
    Tensor inner = Activations.gelu(linear(a, p, 9));
    Tensor y = Neural.layerNorm(linear(inner, p, 11).add(a), p.get(15), p.get(16), EPSILON);
    return y.mul(y).mean();
  }

  private static Tensor linear(Tensor x, List<Tensor> p, int at) {
    return Neural.linear(x, p.get(at), p.get(at + 1));
  }

  private Tensor split(Tensor x) {
    int width = x.shape().get(2) / heads;
    return x.reshape(x.shape().get(0), x.shape().get(1), heads, width).permute(0, 2, 1, 3);
  }

  @Override
  public Object run() {
    try (Tape tape = new Tape()) {
      List<Tensor> x = inputs.stream().map(tape::watch).toList();
      return tape.gradients(loss(x)).of(x.get(0));
    }
  }

  @Override
  public double[] outcome() {
    try (Tape tape = new Tape()) {
      List<Tensor> x = inputs.stream().map(tape::watch).toList();
      Tensor y = loss(x);
      Gradients<Tensor> g = tape.gradients(y);
      Tensor[] all = new Tensor[x.size() + 1];
      all[0] = y;
      for (int i = 0; i < x.size(); i++) {
        all[i + 1] = g.of(x.get(i));
      }
      return CapstanTasks.join(all);
    }
  }
}
