package dev.capstan.testkit.fuzz;

import com.sun.management.ThreadMXBean;
import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fuzz.Draw.Form;
import dev.capstan.testkit.fuzz.FuzzFinding.Kind;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call of one method with drawn arguments, and the judgement of what happened. */
final class Trial {
  /** Messages are read by people; a failed check's is a report and may be longer. */
  private static final int LONGEST = 500;

  /** Beyond so many elements a result is not computed again. */
  private static final int LARGE = 1_000_000;

  /** No refused call with the drawn sizes has a use for more bytes. */
  private static final long MOST_BYTES = 64L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A message begins with the operation or the class that speaks. */
  private static final Pattern NAMED =
      Pattern.compile("(?s)[\\p{Alpha}_][\\p{Alnum}_.,\"() -]{0,60}('[^']{0,80}')?: .+");

  /** The step of the differences: the cube root of the rounding, where the two errors balance. */
  private static final double STEP = Math.cbrt(Math.ulp(1.0));

  /** What becomes of a call. */
  enum Outcome {
    IMPOSSIBLE,
    REFUSED,
    RETURNED,
    WALKED,
    COMPARED
  }

  private final Surface surface;
  private final Allowances allowed;
  private final Path scratch;
  private final Executable call;
  private final long number;
  private final boolean smooth;
  private final List<FuzzFinding> findings = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  Trial(Surface surface, Allowances allowed, Path scratch, Executable call, long number) {
    this.surface = surface;
    this.allowed = allowed;
    this.scratch = scratch;
    this.call = call;
    this.number = number;
    this.smooth = number % 4 == 0;
  }

  List<FuzzFinding> findings() {
    return findings;
  }

  private Draw draw(Form form, double shift) {
    return new Draw(
        surface, allowed.constants(), scratch, number * 0x9E3779B97F4A7C15L, smooth, form, shift);
  }

  Outcome run() {
    Draw draw = draw(Form.CONSTANT, 0);
    try {
      texts.clear();
      Object receiver = draw.receiver(call, 0);
      Object[] arguments = draw.arguments(call, 0);
      draw.drawn().stream().filter(String.class::isInstance).forEach(t -> texts.add((String) t));
      List<String> before = fingerprints(draw);
      @Nullable Object result;
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      try {
        result = invoke(receiver, arguments);
      } catch (InvocationTargetException e) {
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (bytes > MOST_BYTES) {
          add(Kind.MEMORY, "refused after " + (bytes >> 20) + " MB: " + e.getCause());
        }
        judge(e.getCause() == null ? e : e.getCause(), "");
        requireUnchanged(before, draw);
        return Outcome.REFUSED;
      }
      requireUnchanged(before, draw);
      List<Tensor> values = tensors(result);
      boolean large = values.stream().anyMatch(y -> y.size() > LARGE);
      return values.isEmpty() || large ? Outcome.RETURNED : onTape(values);
    } catch (Draw.NoValue e) {
      return Outcome.IMPOSSIBLE;
    } catch (Error e) {
      judge(e, "making an argument: ");
      return Outcome.IMPOSSIBLE;
    } finally {
      draw.tape().close();
    }
  }

  private @Nullable Object invoke(@Nullable Object receiver, Object[] arguments)
      throws InvocationTargetException {
    try {
      return call instanceof Constructor<?> k
          ? k.newInstance(arguments)
          : ((Method) call).invoke(receiver, arguments);
    } catch (IllegalAccessException | InstantiationException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Object again(Draw draw) throws InvocationTargetException {
    Object receiver = draw.receiver(call, 0);
    return invoke(receiver, draw.arguments(call, 0));
  }

  // --- exceptions -----------------------------------------------------------------------------

  private void judge(Throwable e, String where) {
    if (!documented(e)) {
      add(Kind.RAW_EXCEPTION, where + e + at(e));
      return;
    }
    String message = e.getMessage();
    boolean checked = !(e instanceof RuntimeException);
    if (message == null
        || message.length() - spokenBy(message) >= LONGEST && !(e instanceof AssertionError)
        || !checked && !spoken(message) && !namedByCaller(message)) {
      String shown =
          message == null ? "null" : message.substring(0, Math.min(160, message.length()));
      add(
          Kind.MESSAGE,
          where
              + (message == null ? "no message" : message.length() + " characters: " + shown)
              + at(e));
    }
  }

  /**
   * How much of a message is the name of a speaker that the caller gave, a file's as a rule, which
   * is not cut.
   */
  private int spokenBy(String message) {
    return texts.stream().filter(message::startsWith).mapToInt(String::length).max().orElse(0);
  }

  /** Some operations speak under a name that the caller gave. */
  private boolean namedByCaller(String message) {
    return texts.stream()
        .map(text -> text.substring(0, Math.min(text.length(), 40)))
        .anyMatch(message::startsWith);
  }

  private boolean documented(Throwable e) {
    Class<?> type = e.getClass();
    if (type.getName().startsWith("dev.capstan.")) {
      return true;
    }
    if (e instanceof Error || e instanceof NullPointerException) {
      return false;
    }
    if (!(e instanceof RuntimeException)) {
      return Arrays.stream(call.getExceptionTypes()).anyMatch(t -> t.isInstance(e));
    }
    return type == IllegalArgumentException.class
        || type == IllegalStateException.class
        || type == IndexOutOfBoundsException.class
        || type == ArithmeticException.class && spoken(e.getMessage())
        || type == UnsupportedOperationException.class && e.getMessage() != null
        || type == java.util.NoSuchElementException.class && e.getMessage() != null
        || type == java.io.UncheckedIOException.class;
  }

  /** Whether a message has a speaker, as those of the JDK have not. */
  private static boolean spoken(@Nullable String message) {
    return message != null && NAMED.matcher(message).matches();
  }

  private static String at(Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      String name = frame.getClassName();
      if (name.startsWith("dev.capstan.") && !name.startsWith("dev.capstan.testkit.fuzz")) {
        return " at " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  private void add(Kind kind, String detail) {
    findings.add(new FuzzFinding(kind, name(), number, detail.replaceAll("\\s+", " ")));
  }

  private String name() {
    String owner = call.getDeclaringClass().getSimpleName();
    String name = call instanceof Constructor<?> ? "new" : call.getName();
    StringBuilder types = new StringBuilder();
    for (Class<?> type : call.getParameterTypes()) {
      types.append(types.length() == 0 ? "" : ", ").append(type.getSimpleName());
    }
    return owner + "." + name + "(" + types + ")";
  }

  // --- arguments ------------------------------------------------------------------------------

  private static List<String> fingerprints(Draw draw) {
    return draw.drawn().stream().map(Trial::fingerprint).toList();
  }

  private void requireUnchanged(List<String> before, Draw draw) {
    for (int i = 0; i < before.size() && !allowed.writing().test(call); i++) {
      String after = fingerprint(draw.drawn().get(i));
      if (!before.get(i).equals(after)) {
        add(Kind.MUTATION, "argument " + i + " was " + before.get(i) + ", is " + after);
      }
    }
  }

  private static String fingerprint(Object value) {
    if (value instanceof Tensor x) {
      return x.size() > 10_000 ? x.form().toString() : x.form() + Arrays.toString(x.toArray());
    }
    if (value instanceof IntTensor x) {
      return Arrays.toString(x.toArray());
    }
    if (value instanceof BoolTensor x) {
      return Arrays.toString(x.toArray());
    }
    if (value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < Array.getLength(value); i++) {
        text.append(Array.get(value, i)).append(' ');
      }
      return text.toString();
    }
    return "";
  }

  /** The tensors in a result: itself, in lists and arrays, in the components of records. */
  private static List<Tensor> tensors(@Nullable Object result) {
    List<Tensor> all = new ArrayList<>();
    collect(result, all, 0);
    return all;
  }

  private static void collect(@Nullable Object value, List<Tensor> all, int depth) {
    if (value instanceof Tensor x) {
      all.add(x);
    } else if (value instanceof List<?> list) {
      list.stream().limit(8).forEach(v -> collect(v, all, depth));
    } else if (value instanceof Object[] array) {
      Arrays.stream(array).limit(8).forEach(v -> collect(v, all, depth));
    } else if (value instanceof Record record && depth < 2) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          collect(component.getAccessor().invoke(record), all, depth + 1);
        } catch (ReflectiveOperationException notPublic) {
          // A component of a type that is not public holds nothing that is looked at here.
        }
      }
    }
  }

  // --- on a tape ------------------------------------------------------------------------------

  private Outcome onTape(List<Tensor> expected) {
    Draw draw = draw(Form.WATCHED, 0);
    try (Tape tape = draw.tape()) {
      List<Tensor> values = tensors(again(draw));
      for (int i = 0; i < Math.max(values.size(), expected.size()); i++) {
        if (i >= values.size()
            || i >= expected.size()
            || !fingerprint(values.get(i)).equals(fingerprint(expected.get(i)))) {
          add(
              Kind.TAPE,
              "off the tape "
                  + (i < expected.size() ? shown(expected.get(i)) : "nothing")
                  + ", on it "
                  + (i < values.size() ? shown(values.get(i)) : "nothing"));
          return Outcome.RETURNED;
        }
      }
      return walked(tape, values, draw);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      judge(cause, "only on a tape: ");
      return Outcome.RETURNED;
    }
  }

  private static String shown(Tensor x) {
    String text = fingerprint(x);
    return text.length() < 100 ? text : text.substring(0, 100) + "…";
  }

  private Outcome walked(Tape tape, List<Tensor> values, Draw draw) {
    for (int i = 0; i < values.size(); i++) {
      Tensor y = values.get(i);
      if (y.node() == null || y.node().tape() != tape) {
        continue;
      }
      Gradients<Tensor> gradients;
      try {
        gradients = tape.gradients(y, weights(y));
      } catch (RuntimeException | Error e) {
        judge(e, "walking back: ");
        return Outcome.RETURNED;
      }
      // Differences move what a stopped gradient calls a constant: they are no slope to compare.
      boolean comparable =
          smooth
              && y.dtype() == DType.FLOAT64
              && tape.stopped().isEmpty()
              && !allowed.otherSlopes().test(call);
      return comparable ? compared(gradients, draw, i) : Outcome.WALKED;
    }
    return Outcome.RETURNED;
  }

  private static Tensor weights(Tensor y) {
    return y.like(i -> 1 + 0.5 * Math.sin(1 + i));
  }

  // --- slopes ---------------------------------------------------------------------------------

  private Outcome compared(Gradients<Tensor> gradients, Draw draw, int result) {
    double slope = 0;
    List<Object> drawn = draw.drawn();
    for (int n : draw.variables()) {
      Tensor x = (Tensor) drawn.get(n);
      Tensor g = gradients.of(x);
      Tensor along = Draw.direction(n, x);
      for (int i = 0; i < x.size(); i++) {
        slope += g.at(i) * along.at(i);
      }
    }
    double[] f = new double[5];
    for (int k = 0; k < f.length; k++) {
      f[k] = total((k - 2) * STEP / 2, result);
    }
    double wide = (f[4] - f[0]) / (2 * STEP);
    double narrow = (f[3] - f[1]) / STEP;
    double bend = Math.abs(f[4] - 2 * f[2] + f[0]) / STEP;
    double error = Math.abs(narrow - slope);
    double noise = 64 * Math.ulp(1.0) * Math.abs(f[2]) / STEP + 1e-6;
    if (!Double.isFinite(wide) || !Double.isFinite(narrow)) {
      return Outcome.WALKED;
    }
    boolean trusted = Math.abs(wide - narrow) + bend + noise < 0.05 * error;
    if (!(error <= 1e-4 * Math.max(1, Math.abs(narrow))) && trusted) {
      add(
          Kind.DERIVATIVE,
          String.format(
              Locale.ROOT, "slope %.8g, by differences %.8g and %.8g", slope, wide, narrow));
    }
    return Outcome.COMPARED;
  }

  private double total(double shift, int result) {
    Draw draw = draw(Form.SHIFTED, shift);
    try {
      List<Tensor> values = tensors(again(draw));
      if (result >= values.size()) {
        return Double.NaN;
      }
      Tensor y = values.get(result);
      Tensor w = weights(y);
      double sum = 0;
      for (int i = 0; i < y.size(); i++) {
        sum += y.at(i) * w.at(i);
      }
      return sum;
    } catch (InvocationTargetException e) {
      return Double.NaN;
    } finally {
      draw.tape().close();
    }
  }
}
