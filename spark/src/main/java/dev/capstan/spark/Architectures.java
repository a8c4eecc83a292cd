package dev.capstan.spark;

import dev.capstan.nn.Layer;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;

/** Nets by the name of the class that makes them, which every executor has in a jar. */
final class Architectures {
  private Architectures() {}

  /**
   * The name of an architecture.
   *
   * @throws IllegalArgumentException if an executor could not make one
   */
  static String name(Class<? extends Supplier<? extends Layer>> architecture) {
    boolean inner = architecture.isMemberClass() && !Modifier.isStatic(architecture.getModifiers());
    if (inner || architecture.isLocalClass() || architecture.isAnonymousClass()) {
      throw new IllegalArgumentException(
          "architecture: got "
              + architecture.getName()
              + ", expected a class of its own (or a static one) with a constructor without"
              + " parameters, which every executor can make");
    }
    make(architecture.getName());
    return architecture.getName();
  }

  /** The net that a class makes, with its first weights. */
  static Layer make(String name) {
    try {
      ClassLoader own = Thread.currentThread().getContextClassLoader();
      Class<?> type =
          Class.forName(name, true, own == null ? Architectures.class.getClassLoader() : own);
      Object supplier = type.getDeclaredConstructor().newInstance();
      if (supplier instanceof Supplier<?> made && made.get() instanceof Layer layer) {
        return layer;
      }
      throw new IllegalArgumentException(
          "architecture: " + name + " is no Supplier<Layer>; let it implement that");
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "architecture: cannot make "
              + name
              + ": "
              + e
              + "; it has to be public, with a public constructor without parameters, and in a jar"
              + " of the application's",
          e);
    }
  }
}
