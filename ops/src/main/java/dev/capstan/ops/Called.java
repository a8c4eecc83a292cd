package dev.capstan.ops;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operation that a message is to name: the one that was called, not one that it is made of.
 *
 * <p>It is found on the stack where the exception is made. From there outward stand the parts of an
 * operation, the tape that records it, and the JDK; the last operation before any other code is the
 * one that was called. So neither operations nor their parts pass names on.
 */
final class Called {
  private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

  /** Of the engine, what stands between an operation and its parts. */
  private static final Set<String> RECORDING =
      Set.of(
          "dev.capstan.autograd.Primitive",
          "dev.capstan.autograd.Operation",
          "dev.capstan.autograd.Tape");

  /** How compilers name the method of a lambda in a method. */
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");

  private static final String OPERATIONS = "dev.capstan.ops.";

  private Called() {}

  /** A refusal of arguments that are neither shapes nor dtypes. */
  static IllegalArgumentException illegal(String message) {
    return new IllegalArgumentException(named(message));
  }

  /** A refusal of an index. */
  static IndexOutOfBoundsException outside(String message) {
    return new IndexOutOfBoundsException(named(message));
  }

  /** What is made of an operation's numbers by options, which know no operation to name. */
  static <T> T naming(Supplier<T> options) {
    try {
      return options.get();
    } catch (IllegalArgumentException refused) {
      throw illegal(String.valueOf(refused.getMessage()));
    }
  }

  /** A message "name: …" with the name of the operation that was called, if there is one. */
  static String named(String message) {
    String called = STACK.walk(frames -> outermost(frames.iterator()));
    int colon = message.indexOf(": ");
    return called.isEmpty() || colon < 0 ? message : called + message.substring(colon);
  }

  private static String outermost(Iterator<StackFrame> frames) {
    String name = "";
    while (frames.hasNext()) {
      StackFrame frame = frames.next();
      if (!within(frame.getClassName())) {
        return name;
      }
      String own = operation(frame);
      name = own.isEmpty() ? name : own;
    }
    return name;
  }

  private static boolean within(String type) {
    return type.startsWith(OPERATIONS)
        || type.startsWith("java.")
        || type.startsWith("jdk.")
        || RECORDING.contains(type);
  }

  /**
   * The name of a public function of tensors, or of a method of {@link Tensor}: also where a frame
   * is of a lambda in it, such as a rule that a walk has called. Empty for any other frame.
   */
  private static String operation(StackFrame frame) {
    Class<?> type = frame.getDeclaringClass();
    boolean face = type.isAssignableFrom(Tensor.class) && type.getName().startsWith(OPERATIONS);
    if (!face && !Modifier.isPublic(type.getModifiers())) {
      return "";
    }
    Matcher lambda = LAMBDA.matcher(frame.getMethodName());
    String name = lambda.matches() ? lambda.group(1) : frame.getMethodName();
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name) && isOperation(method, face)) {
        return name;
      }
    }
    return "";
  }

  private static boolean isOperation(Method method, boolean face) {
    int modifiers = method.getModifiers();
    boolean tensors =
        Modifier.isStatic(modifiers)
            ? Arrays.stream(method.getParameterTypes()).anyMatch(Called::holdsTensors)
            : face;
    return Modifier.isPublic(modifiers) && tensors;
  }

  private static boolean holdsTensors(Class<?> type) {
    return type == Tensor.class || type == Tensor[].class;
  }
}
