package dev.capstan.testkit;

import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The op families as the compiled package has them, so that none can be forgotten in a list. */
final class OpFamilies {
  private static final String PACKAGE = "dev/capstan/ops";

  private static final Set<Class<?>> NO_FAMILIES = Set.of(Tensor.class, Workspace.class);

  private OpFamilies() {}

  /**
   * All public classes of the package with public static operations, but for Tensor itself, and
   * Workspace, whose methods change where numbers lie and not the numbers.
   */
  static List<Class<?>> all() {
    return classNames().stream()
        .<Class<?>>map(OpFamilies::load)
        .filter(c -> Modifier.isPublic(c.getModifiers()) && !NO_FAMILIES.contains(c))
        .filter(c -> !operations(c).isEmpty())
        .toList();
  }

  /**
   * The names of the public static methods whose first (or last) parameter is a tensor, but for
   * those that answer a Java number or a yes: these are questions about tensors.
   */
  static Set<String> operations(Class<?> family) {
    return Arrays.stream(family.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && Modifier.isStatic(m.getModifiers()))
        .filter(OpFamilies::takesTensors)
        .filter(m -> !m.getReturnType().isPrimitive())
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean takesTensors(Method method) {
    Type[] types = method.getGenericParameterTypes();
    return types.length > 0 && (isTensor(types[0]) || isTensor(types[types.length - 1]));
  }

  private static boolean isTensor(Type type) {
    String name = type.getTypeName();
    String tensor = Tensor.class.getName();
    return name.equals(tensor)
        || name.equals(tensor + "[]")
        || name.equals("java.util.List<" + tensor + ">");
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> classNames() {
    try {
      URI home = Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(home);
      if (Files.isDirectory(path)) {
        return namesIn(path.resolve(PACKAGE));
      }
      try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
        return namesIn(jar.getPath(PACKAGE));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
          .map(name -> "dev.capstan.ops." + name.substring(0, name.length() - ".class".length()))
          .sorted()
          .toList();
    }
  }
}
