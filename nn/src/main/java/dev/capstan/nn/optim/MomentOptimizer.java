package dev.capstan.nn.optim;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.State;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Moments;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer that keeps moments beside each parameter and table, and counts the steps of each:
 * one that was frozen or unused at first starts its own averages.
 *
 * @param <O> its settings, one for each group
 */
abstract class MomentOptimizer<O extends UpdateOptions> extends Optimizer {
  private final List<O> options = new ArrayList<>();
  private final List<Moments> moments = new ArrayList<>();

  /** The group of each parameter, then of each table. */
  private final int[] group;

  /** The steps of each parameter, then of each table. */
  private final int[] counts;

  /** What a new moment begins with. */
  private final double rest;

  MomentOptimizer(List<ParameterGroup<O>> groups) {
    this(groups, 0);
  }

  MomentOptimizer(List<ParameterGroup<O>> groups, double rest) {
    super(groups);
    this.rest = rest;
    groups.forEach(g -> options.add(g.options()));
    this.group = new int[parameters().size() + tables().size()];
    this.counts = new int[group.length];
    int parameter = 0;
    int table = parameters().size();
    for (int i = 0; i < groups.size(); i++) {
      for (int k = 0; k < groups.get(i).parameters().size(); k++) {
        group[parameter++] = i;
      }
      for (int k = 0; k < groups.get(i).tables().size(); k++) {
        group[table++] = i;
      }
    }
    parameters().forEach(p -> moments.add(Moments.of(p.constant().dtype(), p.constant().size())));
    tables().forEach(t -> moments.add(Moments.of(t.dtype(), t.rows() * t.width())));
    if (rest != 0) {
      moments.forEach(m -> m.fill(0, rest));
    }
  }

  /** The groups, if their settings are this optimizer's, as a cast may have promised wrongly. */
  static <O extends UpdateOptions> List<ParameterGroup<O>> checked(
      Class<O> type, List<ParameterGroup<O>> groups) {
    for (ParameterGroup<O> g : groups) {
      UpdateOptions options = g.options();
      if (!type.isInstance(options)) {
        String name = String.valueOf(type.getEnclosingClass().getSimpleName());
        throw new IllegalArgumentException(
            name.toLowerCase(Locale.ROOT)
                + ": got a group with "
                + options.getClass().getName().replaceAll(".*[.]", "").replace('$', '.')
                + ", expected "
                + name
                + ".Options in every group");
      }
    }
    return groups;
  }

  /** One parameter's next value. */
  abstract Tensor next(Moments moments, Tensor value, Tensor gradient, Turn<O> turn);

  /** Changes rows of a table in place. */
  abstract void next(Moments moments, MutableRows table, int[] rows, Tensor g, Turn<O> turn);

  /** The number of each row of a table. */
  static int[] everyRow(MutableRows table) {
    return IntStream.range(0, table.rows()).toArray();
  }

  /** The gradient of all rows of a table: row i of g at rows[i], 0 elsewhere. */
  static Tensor spread(MutableRows table, int[] rows, Tensor g) {
    return Tensor.zeros(table.dtype(), table.rows(), table.width())
        .indexAdd(0, IntTensor.of(rows), g.detach());
  }

  /** What one update goes by: its settings, the rate now, and the how many-th it is, from 1. */
  record Turn<O>(O options, double rate, int step) {}

  @Override
  @SuppressWarnings("unchecked") // options with another momentum are of their own class
  public final void momentum(double value) {
    options.replaceAll(its -> (O) its.atMomentum(value));
  }

  private Turn<O> turn(int slot) {
    return new Turn<>(options.get(group[slot]), rate(group[slot]), ++counts[slot]);
  }

  @Override
  protected final Tensor updated(int index, Tensor value, Tensor gradient) {
    return next(moments.get(index), value, gradient, turn(index));
  }

  @Override
  protected final void update(int index, MutableRows table, int[] rows, Tensor gradient) {
    int slot = parameters().size() + index;
    Moments its = moments.get(slot);
    its.grow(table.size(), rest);
    next(its, table, rows, gradient, turn(slot));
  }

  // --- state ----------------------------------------------------------------------------------

  @Override
  protected final State memory() {
    State.Builder memory = State.builder().put("counts", counts);
    for (int slot = 0; slot < counts.length; slot++) {
      for (int i = 0; i < Moments.MOST; i++) {
        Tensor moment = moments.get(slot).get(i);
        if (moment != null) {
          memory.put(name(slot, i), moment);
        }
      }
    }
    return memory.build();
  }

  private static String name(int slot, int moment) {
    return slot + ".moment" + moment;
  }

  @Override
  protected final void remember(State memory) {
    int[] read = memory.wholes("counts");
    if (read.length != counts.length) {
      throw new IllegalArgumentException(
          "restore: got the state of "
              + read.length
              + " parameters and tables, expected "
              + counts.length
              + ": it is of another model");
    }
    List<@Nullable Tensor[]> all = new ArrayList<>();
    for (int slot = 0; slot < counts.length; slot++) {
      @Nullable Tensor[] each = new @Nullable Tensor[Moments.MOST];
      for (int i = 0; i < each.length; i++) {
        each[i] = memory.has(name(slot, i)) ? fitting(slot, memory.tensor(name(slot, i))) : null;
      }
      all.add(each);
    }
    for (int slot = 0; slot < counts.length; slot++) {
      moments.get(slot).grow(elements(slot), rest);
      for (int i = 0; i < Moments.MOST; i++) {
        moments.get(slot).set(i, all.get(slot)[i]);
      }
    }
    System.arraycopy(read, 0, counts, 0, counts.length);
  }

  private Tensor fitting(int slot, Tensor moment) {
    Object owner = slots().get(slot);
    boolean sameType =
        owner instanceof RowTable t
            ? t.dtype() == moment.dtype()
            : ((Parameter) owner).constant().dtype() == moment.dtype();
    if (!sameType || moment.size() != elements(slot)) {
      throw new IllegalArgumentException(
          "restore: got moments " + moment.form() + " for " + owner + ": of another model");
    }
    return moment;
  }

  private int elements(int slot) {
    Object owner = slots().get(slot);
    return owner instanceof RowTable t
        ? t.rows() * t.width()
        : ((Parameter) owner).constant().size();
  }
}
