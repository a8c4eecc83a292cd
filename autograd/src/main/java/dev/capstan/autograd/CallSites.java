package dev.capstan.autograd;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line of user code that called an operation: the first frame outside the library. */
final class CallSites {
  private static final String LIBRARY = "dev.capstan.";
  private static final Set<String> MODULES = Set.of("autograd", "ops", "losses", "nn");
  private static final Pattern SNIPPET = Pattern.compile("(?:^|\\.)\\$JShell\\$(\\d+)");
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** Modules that hold operations; what they call is no formula that anyone wrote with them. */
  private static final Set<String> OPERATIONS = Set.of("autograd", "ops");

  private CallSites() {}

  /**
   * A line of user code, and the line that calls the operation itself: of a loss or a layer, or the
   * same.
   */
  record Site(StackWalker.StackFrame user, StackWalker.StackFrame formula) {}

  static Site find() {
    List<StackWalker.StackFrame> both =
        WALKER.walk(
            frames -> {
              List<StackWalker.StackFrame> found = new ArrayList<>(2);
              Iterator<StackWalker.StackFrame> each = frames.iterator();
              while (each.hasNext()) {
                StackWalker.StackFrame frame = each.next();
                if (found.isEmpty() && !in(OPERATIONS, frame.getClassName())) {
                  found.add(frame);
                }
                if (!in(MODULES, frame.getClassName())) {
                  found.add(frame);
                  return found;
                }
              }
              throw new IllegalStateException("no frame outside the library");
            });
    return new Site(both.get(both.size() - 1), both.get(0));
  }

  /** {@code File.java:line}; in JShell, whose files nobody has seen, the number of the snippet. */
  static String text(StackWalker.StackFrame frame) {
    Matcher snippet = SNIPPET.matcher(frame.getClassName());
    return snippet.find()
        ? "snippet " + snippet.group(1)
        : frame.getFileName() + ":" + frame.getLineNumber();
  }

  private static boolean in(Set<String> modules, String className) {
    if (!className.startsWith(LIBRARY)) {
      return className.startsWith("java.");
    }
    int end = className.indexOf('.', LIBRARY.length());
    return end > 0 && modules.contains(className.substring(LIBRARY.length(), end));
  }
}
