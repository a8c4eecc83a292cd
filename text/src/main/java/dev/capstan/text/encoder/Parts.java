package dev.capstan.text.encoder;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.LayerNorm;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.DType;
import dev.capstan.ops.Gaussian;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What an encoder is made of, asked for by the name that Hugging Face's files have for it: drawn at
 * random, or read from a file, so that nothing is made in order to be replaced.
 *
 * @param path what stands before the names here, with a dot at its end unless empty
 */
record Parts(DType dtype, Start start, RandomGenerator random, String path) {

  /** Where the first numbers come from. */
  interface Start {
    /** A matrix, or a table. */
    Tensor matrix(String name, int rows, int width);

    /** What is the same number everywhere, if nobody knows better. */
    Tensor vector(String name, int size, double usual);
  }

  /** N(0, 0.02²), as BERT's authors have it; biases of 0. */
  private record Drawn(DType dtype, RandomGenerator random) implements Start {
    private static final double SPREAD = 0.02;

    @Override
    public Tensor matrix(String name, int rows, int width) {
      return Tensor.generate(dtype, Shape.of(rows, width), i -> SPREAD * Gaussian.next(random));
    }

    @Override
    public Tensor vector(String name, int size, double usual) {
      return Tensor.full(dtype, usual, size);
    }
  }

  static Parts drawn(DType dtype, RandomGenerator random) {
    return new Parts(dtype, new Drawn(dtype, random), random, "");
  }

  /** Of a file; dropout is drawn from a stream that begins at 0. */
  static Parts of(DType dtype, Start file) {
    return new Parts(dtype, file, new RandomStream(0), "");
  }

  Parts in(String part) {
    return new Parts(dtype, start, random, path + part + ".");
  }

  Parameter table(String name, int rows, int width) {
    return new Parameter("weight", start.matrix(path + name + ".weight", rows, width));
  }

  Linear linear(String name, int in, int out) {
    return new Linear(
        table(name, out, in), new Parameter("bias", start.vector(path + name + ".bias", out, 0)));
  }

  LayerNorm norm(String name, int size, double epsilon) {
    LayerNorm norm = new LayerNorm(dtype, epsilon, size);
    norm.load(
        Map.of(
            "weight",
            start.vector(path + name + ".weight", size, 1),
            "bias",
            start.vector(path + name + ".bias", size, 0)));
    return norm;
  }

  Dropout dropping(double share) {
    return new Dropout(share, new RandomStream(random.nextLong()));
  }
}
