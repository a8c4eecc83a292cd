package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks the gradient of a model's loss by all of its parameters, whatever the model is made of.
 *
 * <pre>{@code
 * ModelCheck.of(model, () -> loss.apply(labels, model.apply(images))).check().orThrow();
 * }</pre>
 *
 * <p>The inputs of the check are the parameters, by path ({@code 0.weight at [2, 0]}); what is
 * wrong is blamed on an operation and the line that called it. Frozen parameters and tables are
 * constants, and the report names them; a parameter that the loss does not reach is <em>not
 * reached</em>, which is another thing. Parameters must be float64.
 *
 * <p>The model is as it was after each evaluation: parameters, buffers, and the places of its
 * random streams, so that dropout drops the same elements each time.
 */
public final class ModelCheck {
  private static final int MOST_SHOWN = 5;

  private final Supplier<Tensor> loss;
  private final Map<String, Parameter> trained = new LinkedHashMap<>();
  private final List<String> constants = new ArrayList<>();
  private final Map<Buffer, Tensor> buffers = new LinkedHashMap<>();
  private final Map<RandomStream, State> streams = new LinkedHashMap<>();

  private ModelCheck(NeuralModule model, Supplier<Tensor> loss) {
    this.loss = loss;
    Set<Parameter> seen = new HashSet<>(); // a parameter that is shared has several paths
    model
        .namedParameters()
        .forEach(
            (path, p) -> {
              if (p.frozen()) {
                constants.add(path + " (frozen)");
              } else if (seen.add(p)) {
                trained.put(path, p);
              }
            });
    model.namedTables().keySet().forEach(path -> constants.add(path + " (a table)"));
    model.namedBuffers().values().forEach(b -> buffers.put(b, b.value()));
    model.namedStreams().values().forEach(s -> streams.put(s, s.state()));
  }

  private String shownConstants() {
    int more = constants.size() - MOST_SHOWN;
    return constants.isEmpty()
        ? "none"
        : constants.stream()
                .limit(MOST_SHOWN)
                .map(Quoted::shortened)
                .collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * The check of a model's loss at its parameters of now; options are {@link GradCheck}'s.
   *
   * @throws IllegalArgumentException if no parameter is trained, or one is not float64
   */
  public static GradCheck of(NeuralModule model, Supplier<Tensor> loss) {
    requireNonNull(model, "model");
    requireNonNull(loss, "loss");
    ModelCheck check = new ModelCheck(model, loss);
    if (check.trained.isEmpty()) {
      throw new IllegalArgumentException(
          "gradcheck: the model has no parameter to check: got "
              + check.shownConstants()
              + "; unfreeze one");
    }
    List<Tensor> point = check.trained.values().stream().map(Parameter::constant).toList();
    return GradCheck.ofAll(check::at)
        .at(point)
        .inputs(check.trained.keySet().toArray(String[]::new))
        .constants(check.constants.toArray(String[]::new));
  }

  /** The loss with these values in the place of the parameters'. */
  private Tensor at(List<Tensor> values) {
    Map<Parameter, Tensor> before = new LinkedHashMap<>();
    try {
      int k = 0;
      for (Parameter p : trained.values()) {
        before.put(p, p.lend(values.get(k++)));
      }
      return loss.get();
    } finally {
      before.forEach(Parameter::restore);
      buffers.forEach(Buffer::assign);
      streams.forEach(RandomStream::restore);
    }
  }
}
