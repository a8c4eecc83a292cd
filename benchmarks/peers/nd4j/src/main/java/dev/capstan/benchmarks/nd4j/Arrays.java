package dev.capstan.benchmarks.nd4j;

import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's arrays from a workload's numbers, and back. */
final class Arrays {
  private Arrays() {}

  static void limitThreads() {
    Nd4j.getEnvironment().setMaxThreads(Integer.getInteger("capstan.threads", 1));
  }

  static DataType type(Workload w) {
    return w.dtype() == DType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
  }

  /** The workload's numbers, each times a factor. */
  static INDArray of(Workload w, int stream, double factor, long... shape) {
    long n = 1;
    for (long size : shape) {
      n *= size;
    }
    double[] numbers = w.numbers(stream, (int) n);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= factor;
    }
    return Nd4j.createFromArray(numbers).reshape(shape).castTo(type(w));
  }

  /** All numbers in the order of rows. */
  static double[] numbers(INDArray x) {
    return x.dup('c').data().asDouble();
  }
}
