package dev.capstan.examples.train;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;

/** All that the steps of a run change: a net, and what its loss learns. */
final class Trained extends NeuralModule {
  private final NeuralModule net;
  private final Objective objective;

  Trained(NeuralModule net, Objective objective) {
    this.net = child("net", net);
    this.objective = child("objective", objective);
  }

  NeuralModule net() {
    return net;
  }

  Objective objective() {
    return objective;
  }

  @Override
  protected Trained copy(Replication copies) {
    return new Trained(copies.of(net), copies.of(objective));
  }
}
