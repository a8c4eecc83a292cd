package dev.capstan.benchmarks.nd4j;

import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.util.Optional;

/** ND4J with its native CPU backend. */
public final class Nd4j implements Peer {

  @Override
  public String id() {
    return "nd4j";
  }

  @Override
  public String name() {
    return "ND4J 1.0.0-M2.1";
  }

  @Override
  public Optional<Task> prepare(Workload w) {
    Arrays.limitThreads();
    return switch (w.kind()) {
      case SEMI_HARD, TRIPLET_STEP, TRAINING_STEP, LOOKUP_STEP, LAYER_NORM -> Optional.empty();
      case ENCODER, ENCODER_STEP, TRANSFORMER, CONV_STEP, BAG_STEP -> Optional.empty();
      case SCALAR_CHAIN, VECTOR_CHAIN, TRIPLET, TRIPLET_BY_HAND, MULTI_MARGIN ->
          Optional.of(SameDiffTask.of(w));
      default -> Optional.of(ArrayTask.of(w));
    };
  }
}
