package sample;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.nn.Layer;
import dev.capstan.nn.RandomStream;
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
import java.util.Locale;

/** A net that learns to put rows of one class beside each other. */
public class Train {
  public static void main(String[] args) {
    RandomStream random = new RandomStream(7);
    Dataset data = noisyRows(random);
    Layer model =
        new Sequential(
            new Linear(64, 128, random),
            Activation.relu(),
            new Linear(128, 32, random),
            new L2Normalize());
    TripletSemiHardLoss criterion = new TripletSemiHardLoss().withMargin(0.5);
    Adam optimizer = new Adam(model, 1e-3);
    DataLoader<Batch> loader = new DataLoader<>(data, ClassBalancedSampler.of(data, random));

    for (int step = 0; step <= 60; step++) {
      Batch batch = loader.next();
      Tensor loss =
          optimizer.step(() -> criterion.apply(batch.labels(), model.apply(batch.features())));
      if (step % 20 == 0) {
        System.out.printf(Locale.ROOT, "step %d: loss %.2f%n", step, loss.item());
      }
    }
    System.out.println(model);
  }

  /** Four classes, each with its own quarter of 64 features raised above the noise. */
  private static Dataset noisyRows(RandomStream random) {
    float[] features = new float[64 * 240];
    int[] labels = new int[240];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4;
      for (int j = 0; j < 64; j++) {
        features[64 * i + j] = (float) (random.nextGaussian() + (j % 4 == labels[i] ? 0.6 : 0));
      }
    }
    return Dataset.of(features, 64, labels);
  }
}
