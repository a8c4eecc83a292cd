package dev.capstan.benchmarks.tensorflow;

import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.util.Optional;
import org.tensorflow.TensorFlow;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * TensorFlow-Java. A workload becomes a graph once, inputs are fed without a copy, and a run is one
 * run of the session: the fastest form that the library has.
 */
public final class Tensorflow implements Peer {

  @Override
  public String id() {
    return "tensorflow";
  }

  @Override
  public String name() {
    return "TensorFlow " + TensorFlow.version();
  }

  @Override
  public Optional<Task> prepare(Workload w) {
    return switch (w.kind()) {
      case SEMI_HARD, TRIPLET_STEP, TRAINING_STEP, LOOKUP_STEP, LAYER_NORM -> Optional.empty();
      case ENCODER, ENCODER_STEP, TRANSFORMER, CONV_STEP, BAG_STEP -> Optional.empty();
      default ->
          Optional.of(
              w.dtype() == DType.FLOAT32
                  ? GraphTask.of(w, TFloat32.class)
                  : GraphTask.of(w, TFloat64.class));
    };
  }
}
