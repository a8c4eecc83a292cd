package dev.capstan.autograd;

import java.util.Set;

/** Finds the line of user code that called an operation: the first frame outside the library. */
final class CallSites {
  private static final String LIBRARY = "dev.capstan.";
  private static final Set<String> MODULES = Set.of("autograd", "ops", "losses", "nn");
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

  private static boolean inLibrary(String className) {
    if (!className.startsWith(LIBRARY)) {
      return className.startsWith("java.");
    }
    int end = className.indexOf('.', LIBRARY.length());
    return end > 0 && MODULES.contains(className.substring(LIBRARY.length(), end));
  }
}
