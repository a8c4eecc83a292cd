package dev.capstan.autograd;

import java.util.ArrayList;
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

  private static final Set<String> ENGINE = Set.of("autograd");

  private CallSites() {}

  /**
   * A line of user code, and the line that calls the operation itself: of a loss, a layer, or what
   * a fused operation is made of, or else the same.
   */
  record Site(StackWalker.StackFrame user, StackWalker.StackFrame formula) {}

  static Site find() {
    List<StackWalker.StackFrame> frames = new ArrayList<>();
    StackWalker.StackFrame user =
        WALKER.walk(
            all ->
                all.peek(frames::add)
                    .filter(f -> !in(MODULES, f.getClassName()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no frame outside the library")));
    return new Site(user, formula(frames, user));
  }

  private static StackWalker.StackFrame formula(
      List<StackWalker.StackFrame> frames, StackWalker.StackFrame user) {
    StackWalker.StackFrame below = user;
    for (StackWalker.StackFrame frame : frames) {
      String name = frame.getClassName();
      if (name.equals(Tape.class.getName()) && frame.getMethodName().equals("apart")) {
        return innermost(frames, below.getClassName());
      }
      if (!in(OPERATIONS, name)) {
        return frame;
      }
      below = in(ENGINE, name) ? below : frame;
    }
    return user;
  }

  /** What a fused operation is made of stands in one class; operations that it calls in others. */
  private static StackWalker.StackFrame innermost(
      List<StackWalker.StackFrame> frames, String className) {
    return frames.stream()
        .filter(f -> f.getClassName().equals(className))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no frame of " + className));
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
