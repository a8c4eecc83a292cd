package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.examples.gradcheck.Checked.Kind;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.OpSpec;
import dev.capstan.testkit.OpTable;
import dev.capstan.testkit.Samples;
import java.util.List;
import java.util.SplittableRandom;

/** Every differentiable row of the op table, at one random point of its domain. */
final class OpSubjects {
  private OpSubjects() {}

  static List<Checked> all(long seed) {
    return OpTable.rows().stream()
        .filter(OpSpec::differentiable)
        .map(row -> new Checked(Kind.OP, row.toString(), 2, () -> check(row, seed)))
        .toList();
  }

  private static GradCheck check(OpSpec row, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> at = Samples.of(row, Samples.largest(row), random);
    return GradCheck.<Tensor>ofAll(row::apply).at(at);
  }
}
