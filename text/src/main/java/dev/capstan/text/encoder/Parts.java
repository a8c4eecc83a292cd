package dev.capstan.text.encoder;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.DType;
import dev.capstan.ops.Gaussian;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.random.RandomGenerator;

/**
 * How an encoder's parts begin: N(0, 0.02²), as BERT's authors have it, and biases of 0; or all of
 * 0, where a file is about to be read into them.
 */
record Parts(DType dtype, RandomGenerator random, Start start) {
  enum Start {
    DRAWN,
    BLANK
  }

  private static final double SPREAD = 0.02;

  Parameter table(String name, int rows, int width) {
    return new Parameter(name, drawn(rows, width));
  }

  Linear linear(int in, int out) {
    return new Linear(
        new Parameter("weight", drawn(out, in)), new Parameter("bias", Tensor.zeros(dtype, out)));
  }

  Dropout dropping(double share) {
    return new Dropout(share, new RandomStream(random.nextLong()));
  }

  private Tensor drawn(int rows, int width) {
    return start == Start.BLANK
        ? Tensor.zeros(dtype, rows, width)
        : Tensor.generate(dtype, Shape.of(rows, width), i -> SPREAD * Gaussian.next(random));
  }
}
