package dev.capstan.examples.explain;

import dev.capstan.autograd.Primitive;
import dev.capstan.examples.Names;
import dev.capstan.examples.WriteYourOwnOp;
import dev.capstan.examples.explain.Example.Story;
import dev.capstan.examples.gradcheck.SmallBatch;
import dev.capstan.examples.tour.GradientPenalty;
import dev.capstan.examples.tour.NewtonFit;
import dev.capstan.examples.tour.Ratings;
import dev.capstan.examples.tour.TwoMoons;
import dev.capstan.losses.Loss;
import dev.capstan.losses.Losses;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.ops.Tensor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** All that can be looked at, by name: the place to add an example. */
final class Gallery {
  /** Of the random batches on which losses are shown. */
  private static final long SEED = 7;

  private static final List<Example> ALL =
      List.of(
          story(
              "product",
              "x · sin x, the first derivative of all",
              xs -> xs.get(0).mul(xs.get(0).sin()),
              named("x", Tensor.scalar(2.0))),
          story(
              "factors",
              "four numbers multiplied: four gradients in one walk",
              xs -> xs.get(0).mul(xs.get(1)).mul(xs.get(2)).mul(xs.get(3)),
              named(
                  "a",
                  Tensor.scalar(2.0),
                  "b",
                  Tensor.scalar(3.0),
                  "c",
                  Tensor.scalar(5.0),
                  "d",
                  Tensor.scalar(7.0))),
          story(
              "broadcast",
              "a row added to a matrix: its gradient is summed over the rows",
              xs -> xs.get(0).add(xs.get(1)).square().sum(),
              named(
                  "matrix",
                  Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}),
                  "row",
                  Tensor.of(0.5, -1.0, 2.0))),
          story(
              "kinks",
              "relu and abs where they have no slope",
              xs -> xs.get(0).relu().add(xs.get(0).abs()).sum(),
              named("x", Tensor.of(-1.0, 0.0, 2.0))),
          story(
              "faulty",
              "a rule that is wrong on purpose: differences disagree",
              xs -> wrongSine(xs.get(0)).mul(xs.get(0)).sum(),
              named("x", Tensor.of(0.3, 1.2))),
          story(
              "triplet",
              "a triplet margin loss, operation by operation",
              Gallery::triplet,
              named(
                  "anchor",
                  Tensor.of(new double[][] {{0.3, 0.7}, {0.5, 0.5}}),
                  "positive",
                  Tensor.of(new double[][] {{0.4, 0.6}, {0.4, 0.6}}),
                  "negative",
                  Tensor.of(new double[][] {{0.2, 0.9}, {0.3, 0.7}}))),
          example(
              "op",
              "an operation of one's own",
              WriteYourOwnOp::bellCurve,
              xs -> WriteYourOwnOp.bell(xs.get(0)).sum(),
              named("x", Tensor.of(-1.0, 0.5, 2.0))),
          example(
              "moons",
              "two moons, a net from nothing, and the boundary it draws",
              TwoMoons::run,
              TwoMoons::small,
              layers(TwoMoons.smallWeights())),
          example(
              "newton",
              "a curve fitted by Newton's method, with second derivatives",
              NewtonFit::run,
              xs -> NewtonFit.loss(xs.get(0)),
              named("p", NewtonFit.start())),
          example(
              "ratings",
              "a matrix with holes, filled by factors",
              Ratings::run,
              Ratings::loss,
              factors(Ratings.start())),
          example(
              "penalty",
              "a gradient penalty: a gradient inside of a loss",
              GradientPenalty::run,
              GradientPenalty::small,
              layers(GradientPenalty.smallWeights())),
          command(
              "digits",
              "handwritten digits: an embedding, its maps and its scores",
              "train digits"),
          command(
              "letter",
              "letters, of which the test's classes were never seen",
              "train letter --protocol open"),
          command(
              "text",
              "the lines of a file nearest in meaning to a query",
              "similar QUERY --model DIR --file FILE"));

  private Gallery() {}

  static List<Example> examples() {
    return ALL;
  }

  /** The example or loss of that name; a loss wins nothing, since no two are called alike. */
  static Example find(String typed) {
    String name = Names.canonical(typed);
    for (Example each : ALL) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    for (String loss : Losses.names()) {
      if (Names.canonical(loss).equals(name)) {
        return ofLoss(loss);
      }
    }
    throw new IllegalArgumentException(
        Names.unknown("example", typed, ALL.stream().map(Example::name).toList(), losses())
            + ", and every loss by its name");
  }

  private static List<String> losses() {
    return Losses.names().stream().map(Names::canonical).toList();
  }

  private static Example ofLoss(String name) {
    Loss loss = SmallBatch.loss(name);
    SmallBatch batch = SmallBatch.of(name, loss, SEED);
    if (batch == null) {
      throw new IllegalStateException("explain: no small batch fits the loss " + name);
    }
    return story(name, loss.toString(), xs -> batch.apply(loss, xs), batch.variables());
  }

  private static Tensor triplet(List<Tensor> xs) {
    return TripletMarginLoss.torch().apply(xs.get(0), xs.get(1), xs.get(2));
  }

  /** A sine whose rule has the wrong sign. */
  private static Tensor wrongSine(Tensor x) {
    return Primitive.of("sine", x).value(v -> v.sin()).vjp(g -> g.mul(x.cos().neg())).record();
  }

  private static Example story(
      String name, String says, Function<List<Tensor>, Tensor> f, Map<String, Tensor> inputs) {
    return new Example(name, says, "explain " + name, null, new Story(f, inputs));
  }

  private static Example example(
      String name,
      String says,
      Consumer<PrintWriter> run,
      Function<List<Tensor>, Tensor> f,
      Map<String, Tensor> inputs) {
    return new Example(name, says, "examples " + name, run, new Story(f, inputs));
  }

  private static Example command(String name, String says, String command) {
    return new Example(name, says, command, null, null);
  }

  private static Map<String, Tensor> layers(List<Tensor> weights) {
    List<String> names = List.of("weight1", "bias1", "weight2", "bias2");
    return paired(names.subList(0, weights.size()), weights);
  }

  private static Map<String, Tensor> factors(List<Tensor> factors) {
    return paired(List.of("readers", "books"), factors);
  }

  private static Map<String, Tensor> named(Object... namesAndTensors) {
    List<String> names = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      names.add((String) namesAndTensors[i]);
      tensors.add((Tensor) namesAndTensors[i + 1]);
    }
    return paired(names, tensors);
  }

  private static Map<String, Tensor> paired(List<String> names, List<Tensor> tensors) {
    Map<String, Tensor> map = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), tensors.get(i));
    }
    return map;
  }
}
