package dev.capstan.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The public classes of some modules, and what can be called on them. */
final class Surface {
  private final List<Class<?>> classes;
  private final Map<Class<?>, List<Executable>> makers = new ConcurrentHashMap<>();

  private Surface(List<Class<?>> classes) {
    this.classes = classes;
  }

  /** The public classes that lie where these classes lie, but for those that are left out. */
  static Surface of(List<Class<?>> anchors, Predicate<Class<?>> wanted) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> anchor : anchors) {
      for (String name : names(anchor)) {
        Class<?> type = load(name, anchor.getClassLoader());
        if (reachable(type) && wanted.test(type)) {
          found.add(type);
        }
      }
    }
    found.sort(Comparator.comparing(Class::getName));
    return new Surface(List.copyOf(found));
  }

  List<Class<?>> classes() {
    return classes;
  }

  /** Public methods and constructors, in a fixed order. */
  List<Executable> calls() {
    List<Executable> calls = new ArrayList<>();
    for (Class<?> type : classes) {
      if (!Modifier.isAbstract(type.getModifiers())) {
        calls.addAll(List.of(type.getConstructors()));
      }
      Stream.of(type.getDeclaredMethods())
          .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
          .filter(m -> !type.isEnum() || !m.getName().startsWith("value"))
          .forEach(calls::add);
    }
    calls.sort(Comparator.comparing(Executable::toGenericString));
    return calls;
  }

  /**
   * What makes an instance of a type: its constructors and the static methods of its own that give
   * it; for want of these, any method of another class that gives one.
   */
  List<Executable> makers(Class<?> type) {
    return makers.computeIfAbsent(type, this::findMakers);
  }

  private List<Executable> findMakers(Class<?> type) {
    List<Executable> makers = new ArrayList<>();
    for (Class<?> candidate : classes) {
      if (!type.isAssignableFrom(candidate)) {
        continue;
      }
      if (!Modifier.isAbstract(candidate.getModifiers())) {
        makers.addAll(List.of(candidate.getConstructors()));
      }
      for (Method m : candidate.getDeclaredMethods()) {
        boolean factory =
            Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers());
        if (factory && type.isAssignableFrom(m.getReturnType())) {
          makers.add(m);
        }
      }
    }
    if (makers.isEmpty()) {
      calls().stream()
          .filter(call -> call instanceof Method m && type.isAssignableFrom(m.getReturnType()))
          .filter(call -> call.getDeclaringClass() != type)
          .forEach(makers::add);
    }
    makers.sort(Comparator.comparing(Executable::toGenericString));
    return makers;
  }

  static boolean isConstructor(Executable call) {
    return call instanceof Constructor<?>;
  }

  private static boolean reachable(Class<?> type) {
    boolean open = Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass();
    Class<?> outer = type.getDeclaringClass();
    return open && (outer == null || reachable(outer));
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("fuzz: no class " + name, e);
    }
  }

  private static List<String> names(Class<?> anchor) {
    CodeSource source = anchor.getProtectionDomain().getCodeSource();
    try {
      URI place = source.getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        return namesBelow(path);
      }
      try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
        return namesBelow(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> namesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.contains("-info"))
          .filter(file -> !file.contains("/internal/") && !file.startsWith("META-INF"))
          .map(file -> file.substring(0, file.length() - 6).replace('/', '.').replace('\\', '.'))
          .toList();
    }
  }
}
