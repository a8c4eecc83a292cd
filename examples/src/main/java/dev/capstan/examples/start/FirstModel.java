package dev.capstan.examples.start;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.nn.Layer;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.Adam;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;

/** A training loop written out. */
public final class FirstModel {
  private FirstModel() {}

  /** Trains on rows of 64 features, and returns the loss of the last step. */
  public static double train(Dataset data, int steps) {
    // README: model
    SplittableRandom random = new SplittableRandom(7);
    Layer model =
        new Sequential(
            new Linear(64, 128, random),
            Activation.relu(),
            new Linear(128, 32, random),
            new L2Normalize());
    TripletSemiHardLoss criterion = new TripletSemiHardLoss().withMargin(0.5);
    Adam optimizer = new Adam(model, 1e-3);
    DataLoader loader = new DataLoader(data, ClassBalancedSampler.of(data, random));

    double last = 0;
    for (int step = 0; step < steps; step++) {
      Batch batch = loader.next();
      Tensor loss =
          optimizer.step(() -> criterion.apply(batch.labels(), model.apply(batch.features())));
      last = loss.item();
    }
    // end
    return last;
  }
}
