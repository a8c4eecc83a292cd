package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks the gradient that a model's optimizer would see: the loss as a plain function of all
 * parameters, laid end to end in one array.
 */
public final class ModelCheck {
  private ModelCheck() {}

  /** The check of a model's loss at its parameters of now, which it leaves as they were. */
  public static GradCheck of(NeuralModule model, Supplier<Tensor> loss) {
    double[] here = flat(model.parameters().stream().map(Parameter::value).toList());
    return GradCheck.ofArray(
            x -> at(model, x, here, () -> loss.get().item()),
            x -> at(model, x, here, () -> gradient(model, loss)))
        .at(here)
        .inputs("parameters");
  }

  private static double[] gradient(NeuralModule model, Supplier<Tensor> loss) {
    ParameterGradients g = model.gradients(loss);
    return flat(model.parameters().stream().map(g::of).toList());
  }

  private static <T> T at(NeuralModule model, double[] x, double[] here, Supplier<T> question) {
    assign(model, x);
    try {
      return question.get();
    } finally {
      assign(model, here);
    }
  }

  private static void assign(NeuralModule model, double[] x) {
    int from = 0;
    for (Parameter p : model.parameters()) {
      int offset = from;
      p.assign(p.value().like(i -> x[offset + i]));
      from += p.value().size();
    }
  }

  private static double[] flat(List<Tensor> parts) {
    return parts.stream().map(Tensor::toArray).flatMapToDouble(Arrays::stream).toArray();
  }
}
