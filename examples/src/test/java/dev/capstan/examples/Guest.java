package dev.capstan.examples;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Code of somebody who has this library on the class path and nothing else: a snippet of a page,
 * compiled in memory as it is printed there, and run.
 */
final class Guest {
  private static final Pattern NAME = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

  private final String name;
  private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
  private final String complaints;

  private Guest(String source, String extraPath) {
    Matcher found = NAME.matcher(source);
    this.name = found.find() ? found.group(1) : "Guest";
    this.complaints = compile(source, extraPath);
  }

  /** Compiles a source file without a package; the class path is that of this test. */
  static Guest of(String source) {
    return new Guest(source, "");
  }

  /** As {@link #of(String)}, with more in front of the class path. */
  static Guest of(String source, String path) {
    return new Guest(source, path + File.pathSeparator);
  }

  /** The blocks of one language in a page, in order. */
  static List<String> blocks(Path page, String language) {
    try {
      Matcher fence =
          Pattern.compile("(?ms)^```" + language + "\\R(.*?)^```$").matcher(Files.readString(page));
      List<String> blocks = new ArrayList<>();
      while (fence.find()) {
        blocks.add(fence.group(1));
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the compiler says; empty if it has no complaint. */
  String complaints() {
    return complaints;
  }

  /** What its {@code main} prints. */
  String printed() {
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      Method main = new Loader(classes).loadClass(name).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name + ": " + e.getCause(), e);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private String compile(String source, String extraPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:none",
            "-Xlint:none",
            "-classpath",
            extraPath + System.getProperty("java.class.path"));
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      compiler
          .getTask(
              complaints,
              new Memory(standard, classes),
              null,
              options,
              null,
              List.of(new Source(name, source)))
          .call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return complaints.toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("string:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(className, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(Guest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}
