package dev.capstan.examples.train;

import dev.capstan.ops.DType;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;

/**
 * Small products beside the reading of the data. Vector code that is not compiled yet takes about a
 * thousand times as long, and the first product of a long run, with thousands of rows, would be
 * computed that way until the compiler has had its turn. The compiler counts calls, not work, so
 * products with a short inner axis bring it to the same code within the time of reading.
 *
 * <p>Only time depends on it: about half a second of MNIST's run.
 */
final class WarmUp {
  /** The compiler wants 5,000 calls of a tile; one product has 80 and more. */
  private static final int PRODUCTS = 100;

  /** A batch's rows and a layer's width, so that a product has tiles of all kinds. */
  private static final int ROWS = 128;

  private static final int COLUMNS = 256;
  private static final int INNER = 2;

  private WarmUp() {}

  /** Begins if a second thread is allowed. */
  static void start(int threads) {
    Beside.start(threads, WarmUp::products);
  }

  private static Tensor products() {
    Tensor a = Tensor.zeros(DType.FLOAT32, ROWS, INNER);
    Tensor transposed = Tensor.zeros(DType.FLOAT32, INNER, ROWS);
    Tensor b = Tensor.zeros(DType.FLOAT32, INNER, COLUMNS);
    Tensor last = b;
    for (int i = 0; i < PRODUCTS; i++) {
      last = LinearAlgebra.matmul(a, b);
      last = LinearAlgebra.matmul(transposed, Transpose.YES, b, Transpose.NO);
    }
    return last;
  }
}
