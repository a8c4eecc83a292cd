package dev.capstan.ops.internal;

import java.lang.System.Logger.Level;

/**
 * The kernels chosen at start: those on the Vector API where its incubating module is present, else
 * plain loops. {@code -Dcapstan.kernels=scalar} or {@code vector} forces one. The vector classes
 * are found by name, so that nothing else depends on the module.
 */
final class Provider {
  private static final String PROPERTY = "capstan.kernels";
  private static final String MODULE = "jdk.incubator.vector";
  private static final boolean VECTOR = vectorWanted();

  static final Kernels<float[]> FLOAT =
      VECTOR ? create("VectorFloatKernels", FloatKernels.class) : new FloatKernels();
  static final Kernels<double[]> DOUBLE =
      VECTOR ? create("VectorDoubleKernels", DoubleKernels.class) : new DoubleKernels();

  static final RowKernels<float[]> FLOAT_ROWS =
      VECTOR ? create("VectorFloatRowKernels", FloatRowKernels.class) : new FloatRowKernels();
  static final RowKernels<double[]> DOUBLE_ROWS =
      VECTOR ? create("VectorDoubleRowKernels", DoubleRowKernels.class) : new DoubleRowKernels();
  static final LineKernels<float[]> FLOAT_LINES =
      new FloatLineKernels(
          VECTOR ? create("VectorFloatLines", FloatLines.class) : new FloatLines());
  static final LineKernels<double[]> DOUBLE_LINES =
      new DoubleLineKernels(
          VECTOR ? create("VectorDoubleLines", DoubleLines.class) : new DoubleLines());

  static final PairKernels<float[]> FLOAT_PAIRS = new FloatPairKernels();
  static final PairKernels<double[]> DOUBLE_PAIRS = new DoublePairKernels();

  static final UpdateKernels<float[]> FLOAT_UPDATES =
      VECTOR
          ? create("VectorFloatUpdateKernels", FloatUpdateKernels.class)
          : new FloatUpdateKernels();
  static final UpdateKernels<double[]> DOUBLE_UPDATES =
      VECTOR
          ? create("VectorDoubleUpdateKernels", DoubleUpdateKernels.class)
          : new DoubleUpdateKernels();

  static {
    String why =
        VECTOR
            ? "vector kernels; -D" + PROPERTY + "=scalar gives the scalar ones"
            : "scalar kernels; --add-modules " + MODULE + " gives the vector ones";
    System.getLogger("dev.capstan").log(Level.DEBUG, why);
  }

  private Provider() {}

  private static boolean vectorWanted() {
    String wanted = System.getProperty(PROPERTY, "");
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    return switch (wanted) {
      case "" -> present;
      case "scalar" -> false;
      case "vector" -> {
        if (!present) {
          throw new IllegalStateException(
              PROPERTY
                  + "=vector: the module "
                  + MODULE
                  + " is not there; start java with "
                  + "--add-modules "
                  + MODULE);
        }
        yield true;
      }
      default ->
          throw new IllegalArgumentException(
              PROPERTY + ": got '" + wanted + "', expected scalar or vector");
    };
  }

  /** An instance of a class of this package that nothing names, as the scalar class it extends. */
  private static <K> K create(String name, Class<K> scalar) {
    try {
      return Class.forName(Provider.class.getPackageName() + "." + name)
          .asSubclass(scalar)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("kernels: cannot load " + name, e);
    }
  }
}
