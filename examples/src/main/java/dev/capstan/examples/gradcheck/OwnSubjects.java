package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.examples.gradcheck.Checked.Kind;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A user's own function, named {@code my.Model::loss} as in Java: a static method of tensors to a
 * tensor, checked at random points, or one without parameters that gives a whole {@link GradCheck}.
 */
final class OwnSubjects {
  private static final String EXPECTED =
      "expected a static method of tensors to a tensor, or of nothing to a GradCheck";

  private final ClassLoader classes;
  private final List<int[]> shapes;
  private final long seed;

  /**
   * @param classPath jars and folders, as {@code java -cp} has them; empty for the program's own
   * @param shapes of the parameters, {@code 2x3}; three elements where none is given
   */
  OwnSubjects(String classPath, List<String> shapes, long seed) {
    this.classes = loader(classPath);
    this.shapes = shapes.stream().map(OwnSubjects::shape).toList();
    this.seed = seed;
  }

  static boolean named(String name) {
    return name.contains("::");
  }

  /**
   * @throws IllegalArgumentException if there is no such method
   */
  Checked find(String name) {
    int colons = name.indexOf("::");
    String type = name.substring(0, colons);
    String method = name.substring(colons + 2);
    Class<?> owner;
    try {
      owner = Class.forName(type, true, classes);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "no class " + type + " on the class path; name its jar or folder with -cp", e);
    }
    Method found =
        Arrays.stream(owner.getDeclaredMethods())
            .filter(m -> m.getName().equals(method) && fits(m))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no method " + method + " of " + type + " to check; " + EXPECTED));
    int parameters = found.getParameterCount();
    if (shapes.size() > parameters) {
      throw new IllegalArgumentException(
          "--shape: got "
              + shapes.size()
              + " shapes, expected at most "
              + parameters
              + ", one for each parameter of "
              + name);
    }
    found.setAccessible(true);
    return new Checked(Kind.OWN, name, 2, () -> check(found));
  }

  /** Why a function gives no value at its point, and where: the first line that is its own. */
  static String failure(String name, RuntimeException e) {
    String type = name.substring(0, name.indexOf("::"));
    String where =
        Arrays.stream(e.getStackTrace())
            .filter(f -> f.getClassName().startsWith(type))
            .findFirst()
            .map(f -> " at " + f.getFileName() + ":" + f.getLineNumber())
            .orElse("");
    String what = e.getClass().getSimpleName() + where + ": " + e.getMessage();
    return name + " fails at its point: " + what + "; --shape gives the shapes of its parameters";
  }

  private static boolean fits(Method m) {
    boolean function =
        m.getReturnType() == Tensor.class
            && m.getParameterCount() > 0
            && Arrays.stream(m.getParameterTypes()).allMatch(t -> t == Tensor.class);
    boolean whole = m.getReturnType() == GradCheck.class && m.getParameterCount() == 0;
    return Modifier.isStatic(m.getModifiers()) && (function || whole);
  }

  private GradCheck check(Method m) {
    if (m.getParameterCount() == 0) {
      return (GradCheck) call(m);
    }
    Random random = new Random(seed);
    List<Tensor> at = new ArrayList<>();
    for (int k = 0; k < m.getParameterCount(); k++) {
      int[] shape = k < shapes.size() ? shapes.get(k) : new int[] {3};
      at.add(Tensor.randn(DType.FLOAT64, random, shape));
    }
    String[] names = Arrays.stream(m.getParameters()).map(p -> p.getName()).toArray(String[]::new);
    return GradCheck.<Tensor>ofAll(xs -> (Tensor) call(m, xs.toArray())).at(at).inputs(names);
  }

  private static Object call(Method m, @Nullable Object... arguments) {
    try {
      return m.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException mine) {
        throw mine;
      }
      throw new IllegalStateException(m.getName() + " failed: " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(m.getName() + " cannot be called: " + e.getMessage(), e);
    }
  }

  private static ClassLoader loader(String classPath) {
    List<URL> urls = new ArrayList<>();
    for (String part :
        classPath.isEmpty() ? new String[0] : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(part);
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("-cp: there is no " + part);
      }
      try {
        urls.add(path.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("-cp: not a path: " + part, e);
      }
    }
    ClassLoader own = OwnSubjects.class.getClassLoader();
    return urls.isEmpty() ? own : new URLClassLoader(urls.toArray(URL[]::new), own);
  }

  private static int[] shape(String text) {
    try {
      int[] axes = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      if (Arrays.stream(axes).allMatch(a -> a > 0)) {
        return axes;
      }
    } catch (NumberFormatException notNumbers) {
      // said below
    }
    throw new IllegalArgumentException("--shape: got " + text + ", expected lengths such as 2x3");
  }
}
