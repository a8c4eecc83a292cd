package dev.capstan.autograd;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line of user code that called an operation: the first frame outside the library. */
final class CallSites {
  private static final String LIBRARY = "dev.capstan.";
  private static final Set<String> MODULES = Set.of("autograd", "ops", "losses", "nn");
  private static final Pattern SNIPPET = Pattern.compile("(?:^|\\.)\\$JShell\\$(\\d+)");
  private static final StackWalker WALKER = StackWalker.getInstance();

  private CallSites() {}

  static StackWalker.StackFrame find() {
    return WALKER.walk(
        frames ->
            frames
                .filter(f -> !inLibrary(f.getClassName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no frame outside the library")));
  }

  /** {@code File.java:line}; in JShell, whose files nobody has seen, the number of the snippet. */
  static String text(StackWalker.StackFrame frame) {
    Matcher snippet = SNIPPET.matcher(frame.getClassName());
    return snippet.find()
        ? "snippet " + snippet.group(1)
        : frame.getFileName() + ":" + frame.getLineNumber();
  }

  private static boolean inLibrary(String className) {
    if (!className.startsWith(LIBRARY)) {
      return className.startsWith("java.");
    }
    int end = className.indexOf('.', LIBRARY.length());
    return end > 0 && MODULES.contains(className.substring(LIBRARY.length(), end));
  }
}
