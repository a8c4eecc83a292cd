package dev.capstan.ops.internal;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernels chosen at start: those on the Vector API where its incubating module is present, else
 * plain loops. {@code -Dcapstan.kernels=scalar} or {@code vector} forces one. The vector classes
 * are found by name, so that nothing else depends on the module.
 */
final class Provider {
  private static final String PROPERTY = "capstan.kernels";
  private static final String MODULE = "jdk.incubator.vector";

  /** What is wrong with the settings; said at the first use, for a class must not fail to load. */
  private static final @Nullable String FAULT = fault();

  static final boolean VECTOR = FAULT == null && vectorWanted();

  static {
    if (VECTOR) {
      named("VectorProfiles");
    }
  }

  static final Kernels<float[]> FLOAT = create(FloatKernels.class);
  static final Kernels<double[]> DOUBLE = create(DoubleKernels.class);
  static final LineKernels<float[]> FLOAT_LINES = new FloatLineKernels(create(FloatLines.class));
  static final LineKernels<double[]> DOUBLE_LINES =
      new DoubleLineKernels(create(DoubleLines.class));
  static final HingeKernels<float[]> FLOAT_HINGES = create(FloatHingeKernels.class);
  static final HingeKernels<double[]> DOUBLE_HINGES = create(DoubleHingeKernels.class);
  static final BatchKernels<float[]> FLOAT_BATCHES = create(FloatBatchKernels.class);
  static final BatchKernels<double[]> DOUBLE_BATCHES = create(DoubleBatchKernels.class);
  static final UpdateKernels<float[]> FLOAT_UPDATES = create(FloatUpdateKernels.class);
  static final UpdateKernels<double[]> DOUBLE_UPDATES = create(DoubleUpdateKernels.class);
  static final PairKernels<float[]> FLOAT_PAIRS = new FloatPairKernels();
  static final PairKernels<double[]> DOUBLE_PAIRS = new DoublePairKernels();

  static final ImageKernels<float[]> FLOAT_IMAGES = new FloatImageKernels(FLOAT);
  static final ImageKernels<double[]> DOUBLE_IMAGES = new DoubleImageKernels(DOUBLE);
  static final ProductKernels<float[]> FLOAT_PRODUCTS = new FloatProductKernels();
  static final ProductKernels<double[]> DOUBLE_PRODUCTS = new DoubleProductKernels();

  /** Silent where somebody chose, and on vector kernels, which leave small products to loops. */
  static final ScalarNotice NOTICE =
      new ScalarNotice(
          System.getProperty(PROPERTY, "").isEmpty() && !VECTOR
              ? line -> logger().log(Level.WARNING, line)
              : line -> {});

  static {
    String why =
        VECTOR
            ? "vector kernels; -D" + PROPERTY + "=scalar gives the scalar ones"
            : "scalar kernels; --add-modules " + MODULE + " gives the vector ones";
    logger().log(Level.DEBUG, why);
  }

  private Provider() {}

  private static System.Logger logger() {
    return System.getLogger("dev.capstan");
  }

  /** Refuses to compute with settings that cannot be followed. */
  static void requireSettings() {
    if (FAULT != null) {
      throw new IllegalStateException(FAULT);
    }
  }

  private static boolean present() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  private static boolean vectorWanted() {
    String wanted = System.getProperty(PROPERTY, "");
    return wanted.equals("vector") || wanted.isEmpty() && present();
  }

  private static @Nullable String fault() {
    String wanted = System.getProperty(PROPERTY, "");
    if (wanted.equals("vector") && !present()) {
      return PROPERTY
          + "=vector: the module "
          + MODULE
          + " is not there; start java with --add-modules "
          + MODULE;
    }
    return List.of("", "scalar", "vector").contains(wanted)
        ? Parallel.fault()
        : PROPERTY + ": got '" + wanted + "', expected scalar or vector";
  }

  /**
   * An instance of the scalar class, or of its subclass on the Vector API, which nothing names:
   * {@code Vector} before the scalar class's name.
   */
  private static <K> K create(Class<K> scalar) {
    Class<?> found = named((VECTOR ? "Vector" : "") + scalar.getSimpleName());
    try {
      return found.asSubclass(scalar).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("kernels: cannot make " + found, e);
    }
  }

  /** The class of this name, initialized. */
  private static Class<?> named(String name) {
    try {
      return Class.forName(Provider.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("kernels: cannot load " + name, e);
    }
  }
}
