package dev.capstan.examples.train;

import dev.capstan.losses.ProxyLoss;
import dev.capstan.losses.ProxyLoss.Layout;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * A loss, with whatever it learns itself: the vectors of classes, or a layer of scores. It is a
 * module, so that none of this is forgotten by an optimizer or a checkpoint.
 */
final class Objective extends NeuralModule {
  /** Vectors of classes learn ten times as fast as the net. */
  private static final double FASTER = 10;

  private static final L2Normalize UNIT = new L2Normalize();

  /** From labels {@code [B]}, the net's vectors {@code [B, E]} and what is learned to a scalar. */
  private interface Rule {
    Tensor apply(IntTensor labels, Tensor vectors, List<Parameter> learned);
  }

  private final Rule rule;
  private final double rateFactor;
  private final List<Parameter> learned;

  private Objective(Rule rule, double rateFactor, List<Parameter> learned) {
    this.rule = rule;
    this.rateFactor = rateFactor;
    this.learned = learned;
    learned.forEach(this::parameter);
  }

  /** A loss of vectors of length 1, which learns nothing. */
  static Objective plain(BiFunction<IntTensor, Tensor, Tensor> loss) {
    return new Objective(
        (labels, vectors, none) -> loss.apply(labels, UNIT.apply(vectors)), 1, List.of());
  }

  /** A loss that compares vectors of length 1 with a vector of each class. */
  static Objective proxies(ProxyLoss loss, int classes, int width, RandomGenerator random) {
    Tensor first =
        loss.layout() == Layout.ROWS
            ? Tensor.randn(DType.FLOAT32, random, classes, width)
            : Tensor.randn(DType.FLOAT32, random, width, classes);
    return new Objective(
        (labels, vectors, learned) ->
            loss.apply(labels, UNIT.apply(vectors), learned.get(0).value()),
        FASTER,
        List.of(new Parameter("proxies", first)));
  }

  /** A loss of the scores that a linear layer gives to vectors of any length. */
  static Objective scores(
      BiFunction<Tensor, IntTensor, Tensor> loss, int classes, int width, RandomGenerator random) {
    Linear head = new Linear(width, classes, random);
    return new Objective(
        (labels, vectors, learned) ->
            loss.apply(
                Neural.linear(vectors, learned.get(0).value(), learned.get(1).value()), labels),
        1,
        List.of(head.weight(), head.bias()));
  }

  /** The loss of a batch: the net's vectors {@code [B, E]} of any length, labels {@code [B]}. */
  Tensor apply(Tensor vectors, IntTensor labels) {
    return rule.apply(labels, vectors, learned);
  }

  /** How many times faster than the net it learns. */
  double rateFactor() {
    return rateFactor;
  }

  @Override
  protected Objective copy(Replication copies) {
    return new Objective(rule, rateFactor, learned.stream().map(copies::of).toList());
  }
}
