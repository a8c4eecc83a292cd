package dev.capstan.text.encoder;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import java.util.List;

/** Modules under one name, which computes nothing by itself: a step in a parameter's path. */
final class Group extends NeuralModule {

  Group with(String name, NeuralModule module) {
    child(name, module);
    return this;
  }

  static Group numbered(List<? extends NeuralModule> modules) {
    Group all = new Group();
    for (int i = 0; i < modules.size(); i++) {
      all.child(Integer.toString(i), modules.get(i));
    }
    return all;
  }

  @Override
  protected Group copy(Replication copies) {
    Group copy = new Group();
    children().forEach((name, module) -> copy.child(name, copies.of(module)));
    return copy;
  }
}
