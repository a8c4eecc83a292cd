package dev.capstan.text.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.ParameterGroup;
import dev.capstan.text.SentenceEncoder;
import java.util.ArrayList;
import java.util.List;

/** Which parameters of an encoder are trained, and how. */
public final class FineTuning {
  private FineTuning() {}

  /**
   * Freezes all but the last so many layers of an encoder of the BERT family, and what stands after
   * it. What a frozen layer computes is not recorded, so that it costs no memory and no time on the
   * way back.
   *
   * @throws IllegalArgumentException if there is no such encoder inside, or it has fewer layers
   */
  public static void lastLayers(SentenceEncoder encoder, int count) {
    requireNonNull(encoder, "encoder");
    List<NeuralModule> layers =
        encoder
            .bert()
            .orElseThrow(
                () -> new IllegalArgumentException("fine-tuning: a static encoder has no layers"))
            .layers();
    if (count < 0 || count > layers.size()) {
      throw new IllegalArgumentException(
          "fine-tuning: last layers: got " + count + ", expected 0 to " + layers.size());
    }
    encoder.unfreeze();
    encoder.bert().ifPresent(NeuralModule::freeze);
    layers.subList(layers.size() - count, layers.size()).forEach(NeuralModule::unfreeze);
  }

  /** All parameters in two groups: matrices and tables decay, biases and norms do not. */
  public static List<ParameterGroup<AdamW.Options>> withoutDecayOnVectors(
      NeuralModule module, AdamW.Options options) {
    List<Parameter> matrices = new ArrayList<>();
    List<Parameter> vectors = new ArrayList<>();
    for (Parameter each : module.parameters()) {
      (each.constant().rank() > 1 ? matrices : vectors).add(each);
    }
    return List.of(
        ParameterGroup.of(matrices, options),
        ParameterGroup.of(vectors, options.withWeightDecay(0)));
  }
}
