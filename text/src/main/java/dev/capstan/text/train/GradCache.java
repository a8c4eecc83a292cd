package dev.capstan.text.train;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.nn.State;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The gradient of a loss over a large batch in the memory of a small one.
 *
 * <p>Contrastive losses gain by many negatives, but a tape of a thousand texts holds every layer of
 * each. Here the parts of the batch are first embedded without a tape; the loss of all embeddings
 * gives a gradient for each of them; then each part is embedded once more, on a tape of its own,
 * and that gradient is walked back. Each text is embedded twice, and the sum is the gradient of the
 * large batch. Random streams (dropout) start again at the same place, so that both passes drop the
 * same numbers.
 *
 * <p>Source: Gao et al., arXiv:2101.06983.
 */
public final class GradCache {
  private GradCache() {}

  /**
   * The loss of all parts together, and its gradients.
   *
   * @param model whose parameters are differentiated
   * @param parts each computes the embeddings [B, D] of some texts
   * @param loss from the parts' embeddings, in order, to a scalar
   * @throws IllegalArgumentException if there is no part
   */
  public static ParameterGradients gradients(
      NeuralModule model, List<Supplier<Tensor>> parts, Function<List<Tensor>, Tensor> loss) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("gradCache: got no part, expected one or more");
    }
    List<Map<RandomStream, State>> places = new ArrayList<>();
    List<Tensor> embedded = new ArrayList<>();
    for (Supplier<Tensor> part : parts) {
      places.add(places(model));
      embedded.add(part.get().detach());
    }
    List<Tensor> cotangents = new ArrayList<>();
    Tensor total = cotangents(embedded, loss, cotangents);
    ParameterGradients sum = null;
    for (int i = 0; i < parts.size(); i++) {
      Supplier<Tensor> part = parts.get(i);
      Tensor g = cotangents.get(i);
      places.get(i).forEach(RandomStream::restore);
      ParameterGradients own = model.gradients(() -> Elementwise.mul(part.get(), g).sum());
      sum = sum == null ? own : sum.plus(own);
    }
    return sum == null ? model.gradients(() -> total) : withLoss(sum, total);
  }

  private static Map<RandomStream, State> places(NeuralModule model) {
    Map<RandomStream, State> places = new LinkedHashMap<>();
    model.namedStreams().values().forEach(stream -> places.put(stream, stream.state()));
    return places;
  }

  /** The loss, and in {@code into} its gradient with respect to each part's embeddings. */
  private static Tensor cotangents(
      List<Tensor> embedded, Function<List<Tensor>, Tensor> loss, List<Tensor> into) {
    try (Tape tape = new Tape()) {
      List<Tensor> watched = new ArrayList<>();
      for (Tensor each : embedded) {
        watched.add(tape.watch(each));
      }
      Tensor total = loss.apply(watched);
      Gradients<Tensor> gradients = tape.gradients(total);
      watched.forEach(each -> into.add(gradients.of(each).detach()));
      return total.detach();
    }
  }

  /** The same gradients beside the loss that they are of. */
  private static ParameterGradients withLoss(ParameterGradients sum, Tensor loss) {
    Map<Parameter, Tensor> own = new LinkedHashMap<>();
    sum.parameters().forEach(p -> own.put(p, sum.of(p)));
    Map<RowTable, RowGradient> rows = new LinkedHashMap<>();
    sum.tables()
        .forEach(
            table -> {
              RowGradient of = sum.of(table);
              if (of != null) {
                rows.put(table, of);
              }
            });
    return ParameterGradients.given(loss, own, rows);
  }
}
