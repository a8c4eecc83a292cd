package dev.capstan.benchmarks.practice;

import dev.capstan.losses.NtXentLoss;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.Idx;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Conv;
import dev.capstan.nn.layer.Flatten;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Pool;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.Adam;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A small convolutional net on the pictures of MNIST's 10,000, an epoch at a time. */
final class ConvEpoch {
  private static final int SIDE = 28;
  private static final int CHANNELS = 8;
  private static final int KERNEL = 3;
  private static final int DIMENSION = 64;
  private static final long SEED = 7;

  private final Sequential net;
  private final Adam adam;
  private final DataLoader<Batch> loader;
  private final NtXentLoss loss = new NtXentLoss();
  private double meanLoss;

  ConvEpoch(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    ConvOptions same = ConvOptions.DEFAULT.withPadding(1);
    int after = SIDE / 4;
    net =
        new Sequential(
            Conv.ofImages(1, CHANNELS, KERNEL, same, random),
            Activation.relu(),
            Pool.maxOfImages(2),
            Conv.ofImages(CHANNELS, 2 * CHANNELS, KERNEL, same, random),
            Activation.relu(),
            Pool.maxOfImages(2),
            new Flatten(),
            new Linear(2 * CHANNELS * after * after, DIMENSION, random),
            new L2Normalize());
    adam = new Adam(net, 1e-3);
    Dataset data =
        Idx.dataset(
                read(folder.resolve("mnist10k-images.idx3-ubyte.gz")),
                read(folder.resolve("mnist10k-labels.idx1-ubyte.gz")),
                "mnist10k")
            .scaled(1 / 255.0);
    loader = new DataLoader<>(data, ClassBalancedSampler.of(data, random));
  }

  private static Idx read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Idx.read(in, file.toString());
    }
  }

  /** Seconds of an epoch. */
  double run() {
    long start = System.nanoTime();
    double total = 0;
    for (int i = 0; i < loader.batchesPerEpoch(); i++) {
      Batch batch = loader.next();
      Tensor pictures = batch.features().reshape(batch.labels().size(), 1, SIDE, SIDE);
      total += adam.step(() -> loss.apply(batch.labels(), net.apply(pictures))).item();
    }
    meanLoss = total / loader.batchesPerEpoch();
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Of the last epoch. */
  double meanLoss() {
    return meanLoss;
  }
}
