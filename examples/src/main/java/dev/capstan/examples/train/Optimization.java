package dev.capstan.examples.train;

import dev.capstan.nn.optim.Adagrad;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.ParameterGroup;
import dev.capstan.nn.optim.RmsProp;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.nn.optim.TableRows;
import dev.capstan.nn.optim.UpdateOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The optimizers that the command line can train with, with PyTorch's settings. */
public enum Optimization {
  /** Tables of words too: those that a batch does not have move on by their moments. */
  ADAM(groups(rate -> Adam.Options.of(rate).withTableRows(TableRows.ALL), Adam::new)),
  /** Words that a batch does not have stay; what is no table is trained as by Adam. */
  SPARSE_ADAM(groups(Adam.Options::of, Adam::new)),
  ADAMW(groups(rate -> AdamW.Options.of(rate).withTableRows(TableRows.ALL), AdamW::new)),
  /** With Nesterov's momentum of 0.9. */
  SGD(groups(rate -> Sgd.Options.of(rate).withNesterovMomentum(0.9), Sgd::new)),
  RMSPROP(groups(RmsProp.Options::of, RmsProp::new)),
  ADAGRAD(groups(Adagrad.Options::of, Adagrad::new));

  private interface Maker {
    Optimizer of(Trained all, double rate);
  }

  private final Maker maker;

  Optimization(Maker maker) {
    this.maker = maker;
  }

  /** The net in one group, what the loss learns in another. */
  private static <O extends UpdateOptions> Maker groups(
      DoubleFunction<O> options, Function<List<ParameterGroup<O>>, Optimizer> make) {
    return (all, rate) -> {
      List<ParameterGroup<O>> groups = new ArrayList<>();
      groups.add(ParameterGroup.of(all.net(), options.apply(rate)));
      Objective objective = all.objective();
      if (!objective.parameters().isEmpty()) {
        groups.add(ParameterGroup.of(objective, options.apply(rate * objective.rateFactor())));
      }
      return make.apply(groups);
    };
  }

  Optimizer of(Trained all, double rate) {
    return maker.of(all, rate);
  }

  /** As the command line knows it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Optimization::id).toList();
  }

  /** The one of this name; null if there is none. */
  public static @Nullable Optimization of(String canonical) {
    return Arrays.stream(values()).filter(o -> o.id().equals(canonical)).findFirst().orElse(null);
  }
}
