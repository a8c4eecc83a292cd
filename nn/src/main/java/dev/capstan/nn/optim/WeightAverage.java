package dev.capstan.nn.optim;

import dev.capstan.nn.Buffer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.List;

/**
 * An exponential moving average of a module's weights: often better than the last weights, and
 * steadier. The first update takes the weights over, each later one a ← a + (1 − decay) · (w − a).
 * Buffers, as running statistics, are taken over as they are. PyTorch's {@code AveragedModel} with
 * {@code get_ema_multi_avg_fn} does the same.
 *
 * @param <M> the kind of module
 */
public final class WeightAverage<M extends NeuralModule> implements Stateful {
  private final M of;
  private final M average;
  private final double decay;
  private int updates;

  private WeightAverage(M of, M average, double decay) {
    this.of = of;
    this.average = average;
    this.decay = decay;
  }

  /** An average of a module's weights, whose update is called after each step. */
  @SuppressWarnings("unchecked") // a replica is of the same class
  public static <M extends NeuralModule> WeightAverage<M> of(M module, double decay) {
    Rates.requireRate("weightAverage", "decay", decay);
    M average = (M) module.replica();
    average.freeze();
    average.eval();
    return new WeightAverage<>(module, average, decay);
  }

  /** Takes in the weights as they are now. */
  public void update() {
    List<Parameter> from = of.parameters();
    List<Parameter> to = average.parameters();
    for (int i = 0; i < from.size(); i++) {
      to.get(i).assign(mixed(to.get(i).constant(), from.get(i).constant()));
    }
    List<RowTable> fromTables = of.tables();
    List<RowTable> toTables = average.tables();
    for (int i = 0; i < fromTables.size(); i++) {
      mixTables(fromTables.get(i), toTables.get(i));
    }
    List<Buffer> fromBuffers = List.copyOf(of.namedBuffers().values());
    List<Buffer> toBuffers = List.copyOf(average.namedBuffers().values());
    for (int i = 0; i < fromBuffers.size(); i++) {
      toBuffers.get(i).assign(fromBuffers.get(i).value());
    }
    updates++;
  }

  private void mixTables(RowTable from, RowTable to) {
    Tensor now = from.toTensor();
    if (to.rows() < from.rows()) {
      to.append(now.slice(0, to.rows(), from.rows()));
    }
    to.assign(mixed(to.toTensor(), now));
  }

  private Tensor mixed(Tensor a, Tensor w) {
    return updates == 0 ? w : Elementwise.lerp(a, w, 1 - decay);
  }

  /** The averaged module: frozen, in evaluation mode, and changed by each update. */
  public M module() {
    return average;
  }

  @Override
  public State state() {
    State.Builder state = State.builder().put("updates", updates);
    average.namedParameters().forEach((name, p) -> state.put("average." + name, p.constant()));
    average.namedTables().forEach((name, t) -> state.put("average." + name, t.toTensor()));
    average.namedBuffers().forEach((name, b) -> state.put("average." + name, b.value()));
    return state.build();
  }

  @Override
  public void restore(State state) {
    int count = state.count("updates");
    State weights = state.part("average");
    average.load(weights.tensors());
    updates = count;
  }
}
