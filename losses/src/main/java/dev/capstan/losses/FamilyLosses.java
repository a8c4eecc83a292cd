package dev.capstan.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The metric-learning losses by name, as in pytorch-metric-learning. */
final class FamilyLosses {
  /** The system's prefix: a name with it and one without it are the same loss here. */
  static final String SYSTEM = "pml_";

  private FamilyLosses() {}

  static Map<String, Function<Config, Loss>> all() {
    Map<String, Function<Config, Loss>> all = new LinkedHashMap<>();
    all.put(AngularLoss.NAME, AngularLoss::fromConfig);
    all.put(ArcFaceLoss.NAME, ArcFaceLoss::fromConfig);
    all.put(CircleLoss.NAME, CircleLoss::fromConfig);
    all.put(ContrastiveLoss.NAME, ContrastiveLoss::fromConfig);
    all.put(ContrastiveLoss.SNR_NAME, ContrastiveLoss::fromConfig);
    all.put(CosFaceLoss.NAME, CosFaceLoss::fromConfig);
    all.put(FastApLoss.NAME, FastApLoss::fromConfig);
    all.put(GeneralizedLiftedStructureLoss.NAME, GeneralizedLiftedStructureLoss::fromConfig);
    all.put(LiftedStructureLoss.NAME, LiftedStructureLoss::fromConfig);
    all.put(MarginLoss.NAME, MarginLoss::fromConfig);
    all.put(MultiSimilarityLoss.NAME, MultiSimilarityLoss::fromConfig);
    all.put(NormalizedSoftmaxLoss.NAME, NormalizedSoftmaxLoss::fromConfig);
    all.put(NPairsLoss.NAME, NPairsLoss::fromConfig);
    all.put(NtXentLoss.NAME, NtXentLoss::fromConfig);
    all.put(ProxyAnchorLoss.NAME, ProxyAnchorLoss::fromConfig);
    all.put(ProxyNcaLoss.NAME, ProxyNcaLoss::fromConfig);
    all.put(SupConLoss.NAME, SupConLoss::fromConfig);
    return all;
  }
}
