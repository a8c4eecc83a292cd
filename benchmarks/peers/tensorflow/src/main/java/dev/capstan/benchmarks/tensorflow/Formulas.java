package dev.capstan.benchmarks.tensorflow;

import dev.capstan.benchmarks.workload.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The workloads in TensorFlow's operations. */
record Formulas<T extends TNumber>(Ops tf, Class<T> type) {
  /** What PyTorch adds to each difference of its triplet loss. */
  static final double PYTORCH_EPSILON = 1e-6;

  private static final int COLUMNS = 1;

  private Operand<T> constant(double x) {
    return tf.dtypes.cast(tf.constant(x), type);
  }

  Operand<T> scalarChain(Operand<T> x, int n) {
    Operand<T> y = x;
    for (int i = 0; i < n; i++) {
      y = i % 2 == 0 ? tf.math.mul(y, x) : tf.math.add(y, x);
    }
    return y;
  }

  Operand<T> vectorChain(Operand<T> x, int n) {
    Operand<T> half = constant(0.5);
    Operand<T> y = x;
    for (int i = 0; i < n; i++) {
      y =
          switch (i % 4) {
            case 0 -> tf.math.mul(y, x);
            case 1 -> tf.math.add(y, x);
            case 2 -> tf.nn.relu(y);
            default -> tf.math.mul(y, half);
          };
    }
    return sum(y);
  }

  Operand<T> sum(Operand<T> x) {
    return tf.reduceSum(x, everyAxis(x));
  }

  Operand<T> max(Operand<T> x) {
    return tf.reduceMax(x, everyAxis(x), new ReduceMax.Options[0]);
  }

  private Operand<TInt32> everyAxis(Operand<T> x) {
    int[] axes = new int[x.shape().numDimensions()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    return tf.constant(axes);
  }

  /** The mean of relu(‖a − p + ε‖ − ‖a − n + ε‖ + 1). */
  Operand<T> triplet(Operand<T> a, Operand<T> p, Operand<T> n, double epsilon) {
    Operand<T> excess = tf.math.sub(distance(a, p, epsilon), distance(a, n, epsilon));
    Operand<T> hinge = tf.nn.relu(tf.math.add(excess, constant(1)));
    return tf.math.mean(hinge, tf.constant(0));
  }

  private Operand<T> distance(Operand<T> x, Operand<T> y, double epsilon) {
    Operand<T> away = tf.math.sub(x, y);
    if (epsilon > 0) {
      away = tf.math.add(away, constant(epsilon));
    }
    return tf.math.sqrt(tf.reduceSum(tf.math.square(away), tf.constant(COLUMNS)));
  }

  /** The mean over rows of Σ relu(1 − x[target] + x[j]) / classes, over all j but the target. */
  Operand<T> multiMargin(Operand<T> x, int[] targets, int classes) {
    Operand<T> one = constant(1);
    Operand<T> mask = tf.oneHot(tf.constant(targets), tf.constant(classes), one, constant(0));
    Operand<T> correct =
        tf.reduceSum(tf.math.mul(x, mask), tf.constant(COLUMNS), ReduceSum.keepDims(true));
    Operand<T> hinge = tf.nn.relu(tf.math.add(tf.math.sub(one, correct), x));
    Operand<T> others = tf.math.mul(hinge, tf.math.sub(one, mask));
    Operand<T> each = tf.reduceSum(others, tf.constant(COLUMNS));
    return tf.math.mul(tf.math.mean(each, tf.constant(0)), constant(1.0 / classes));
  }

  Operand<T> matmul(Kind kind, Operand<T> a, Operand<T> b) {
    return tf.linalg.matMul(
        a, b, MatMul.transposeA(kind == Kind.MATMUL_AT), MatMul.transposeB(kind == Kind.MATMUL_BT));
  }
}
