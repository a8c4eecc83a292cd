package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.examples.gradcheck.Checked.Kind;
import dev.capstan.losses.Loss;
import dev.capstan.losses.Losses;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Every loss that {@link Losses} knows by name, with its defaults, on a small batch. */
final class LossSubjects {
  private LossSubjects() {}

  static List<Checked> all(long seed) {
    List<Checked> all = new ArrayList<>();
    for (String name : Losses.names()) {
      Loss loss = SmallBatch.loss(name);
      SmallBatch batch = SmallBatch.of(name, loss, seed);
      if (batch != null) {
        all.add(new Checked(Kind.LOSS, name, 2, () -> check(loss, batch)));
      }
    }
    return all;
  }

  private static GradCheck check(Loss loss, SmallBatch batch) {
    String[] names = batch.variables().keySet().toArray(String[]::new);
    return GradCheck.<Tensor>ofAll(xs -> batch.apply(loss, xs))
        .at(List.copyOf(batch.variables().values()))
        .inputs(names);
  }
}
