package dev.capstan.examples.conformance;

import dev.capstan.losses.Losses;
import dev.capstan.testkit.fixtures.Implementation;
import dev.capstan.testkit.fixtures.Implementation.Output;

/** The losses: a file's parameters are a configuration, and its inputs have the losses' names. */
final class LossCases {
  private LossCases() {}

  /** The faithful loss of a name. */
  static Implementation named(String name) {
    return call -> Output.of(Losses.fromConfig(name, call.params()).applyTo(call.inputs()));
  }
}
