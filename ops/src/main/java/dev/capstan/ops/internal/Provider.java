package dev.capstan.ops.internal;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes kernels and holds those in use: plain loops at first, for which those on the Vector API may
 * take over where its incubating module is present ({@link Handover}). {@code
 * -Dcapstan.kernels=scalar} or {@code vector} settles it at start. The vector classes are found by
 * name, so that nothing else depends on the module.
 */
final class Provider {
  private static final String PROPERTY = "capstan.kernels";
  private static final String MODULE = "jdk.incubator.vector";

  /** What is wrong with the settings; said at the first use, for a class must not fail to load. */
  private static final @Nullable String FAULT = fault();

  /** Kernels for both types of elements. */
  record Sets(String name, KernelSet<float[]> floats, KernelSet<double[]> doubles) {

    /** Of these and others, kind by kind what a choice makes of both. */
    Sets with(String named, Sets others, KernelSet.Choice choice) {
      return new Sets(
          named,
          KernelSet.of(floats, others.floats, choice),
          KernelSet.of(doubles, others.doubles, choice));
    }
  }

  static final ProductKernels<float[]> FLOAT_PRODUCTS = new FloatProductKernels();
  static final ProductKernels<double[]> DOUBLE_PRODUCTS = new DoubleProductKernels();

  /** The kernels in use. Which of two that change hands a thread sees does not matter. */
  private static Sets sets = first();

  /** Silent where somebody chose, and where vectors are at hand. */
  static final ScalarNotice NOTICE =
      new ScalarNotice(
          System.getProperty(PROPERTY, "").isEmpty() && !present()
              ? line -> logger().log(Level.WARNING, line)
              : line -> {});

  private Provider() {}

  static System.Logger logger() {
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

  /** The kernels for elements of a width. */
  @SuppressWarnings("unchecked") // arrays of this width are of just this type
  static KernelSet<Object> of(Width width) {
    return (KernelSet<Object>) (KernelSet<?>) (width == Width.SINGLE ? sets.floats : sets.doubles);
  }

  static KernelSet<float[]> floats() {
    return sets.floats;
  }

  static KernelSet<double[]> doubles() {
    return sets.doubles;
  }

  /** Which kernels are in use: {@code scalar} or {@code vector}. */
  static String name() {
    return sets.name;
  }

  static void use(Sets next) {
    sets = next;
  }

  private static Sets first() {
    String wanted = FAULT == null ? System.getProperty(PROPERTY, "") : "scalar";
    if (wanted.equals("vector")) {
      return vectors();
    }
    Sets loops = sets("scalar", "");
    if (wanted.isEmpty() && present()) {
      Thread thread = new Thread(new Handover(loops), "capstan-handover");
      thread.setDaemon(true);
      thread.start();
    }
    return loops;
  }

  /** Kernels on the Vector API. */
  static Sets vectors() {
    named("VectorProfiles");
    return sets("vector", "Vector");
  }

  /** What a provider makes, whose classes are called so before the plain ones' names. */
  private static Sets sets(String name, String prefix) {
    Kernels<float[]> floats = create(prefix, FloatKernels.class);
    Kernels<double[]> doubles = create(prefix, DoubleKernels.class);
    return new Sets(
        name,
        new KernelSet<>(
            floats,
            new FloatLineKernels(create(prefix, FloatLines.class)),
            create(prefix, FloatHingeKernels.class),
            create(prefix, FloatBatchKernels.class),
            create(prefix, FloatUpdateKernels.class),
            new FloatImageKernels(floats),
            create(prefix, FloatPairKernels.class)),
        new KernelSet<>(
            doubles,
            new DoubleLineKernels(create(prefix, DoubleLines.class)),
            create(prefix, DoubleHingeKernels.class),
            create(prefix, DoubleBatchKernels.class),
            create(prefix, DoubleUpdateKernels.class),
            new DoubleImageKernels(doubles),
            create(prefix, DoublePairKernels.class)));
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

  /** An instance of the plain class, or of its subclass on the Vector API, which nothing names. */
  private static <K> K create(String prefix, Class<K> plain) {
    Class<?> found = named(prefix + plain.getSimpleName());
    try {
      return found.asSubclass(plain).getDeclaredConstructor().newInstance();
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
