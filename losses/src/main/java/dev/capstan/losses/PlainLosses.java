package dev.capstan.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The losses of PyTorch that compare a prediction with a target, by name. */
final class PlainLosses {
  private PlainLosses() {}

  static Map<String, Function<Config, Loss>> all() {
    Map<String, Function<Config, Loss>> all = new LinkedHashMap<>();
    all.put(MSELoss.KEY, MSELoss::fromConfig);
    all.put(L1Loss.KEY, L1Loss::fromConfig);
    all.put(SmoothL1Loss.KEY, SmoothL1Loss::fromConfig);
    all.put(HuberLoss.KEY, HuberLoss::fromConfig);
    all.put(CrossEntropyLoss.KEY, CrossEntropyLoss::fromConfig);
    all.put(NLLLoss.KEY, NLLLoss::fromConfig);
    all.put(BCEWithLogitsLoss.KEY, BCEWithLogitsLoss::fromConfig);
    all.put(KLDivLoss.KEY, KLDivLoss::fromConfig);
    all.put(HingeEmbeddingLoss.KEY, HingeEmbeddingLoss::fromConfig);
    all.put(CosineEmbeddingLoss.KEY, CosineEmbeddingLoss::fromConfig);
    all.put(MarginRankingLoss.KEY, MarginRankingLoss::fromConfig);
    all.put(SoftMarginLoss.KEY, SoftMarginLoss::fromConfig);
    all.put(MultiLabelMarginLoss.KEY, MultiLabelMarginLoss::fromConfig);
    all.put(MultiLabelSoftMarginLoss.KEY, MultiLabelSoftMarginLoss::fromConfig);
    all.put(PoissonNLLLoss.KEY, PoissonNLLLoss::fromConfig);
    all.put(GaussianNLLLoss.KEY, GaussianNLLLoss::fromConfig);
    return all;
  }

  /** The name of a variant. */
  static String name(String name, Variant variant) {
    return variant == Variant.SAFE ? name : "torch_" + name;
  }

  /** The variant of a name. */
  static Variant variant(Config config) {
    return config.loss().startsWith("torch_") ? Variant.FAITHFUL : Variant.SAFE;
  }
}
