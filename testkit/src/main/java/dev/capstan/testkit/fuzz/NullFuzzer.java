package dev.capstan.testkit.fuzz;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives null for each parameter of each public method in turn, all other arguments being such that
 * the call returns: the answer has to be a {@link NullPointerException} that names the parameter.
 */
public final class NullFuzzer {
  /** How many draws are made to find arguments with which a call returns. */
  private static final int DRAWS = 20;

  /** What null was given for, and what came instead of the exception. */
  public record NullFinding(String method, String parameter, String got) {
    public NullFinding {
      requireNonNull(method, "method");
      requireNonNull(parameter, "parameter");
      requireNonNull(got, "got");
    }

    @Override
    public String toString() {
      return method + ", " + parameter + ": " + got;
    }
  }

  /** How many parameters were tried, how many could not be, and what is wrong. */
  public record NullSummary(int tried, int untried, List<NullFinding> findings) {
    public NullSummary {
      requireNonNull(findings, "findings");
    }
  }

  private final Surface surface;
  private final List<Executable> calls;
  private final Path scratch;

  private NullFuzzer(Surface surface, List<Executable> calls, Path scratch) {
    this.surface = surface;
    this.calls = calls;
    this.scratch = scratch;
  }

  /**
   * A fuzzer of the methods, among those of the modules in which some classes lie, for which a
   * condition holds; files are drawn in a folder of the caller's.
   */
  public static NullFuzzer of(List<Class<?>> anchors, Predicate<Executable> wanted, Path scratch) {
    requireNonNull(wanted, "wanted");
    requireNonNull(scratch, "scratch");
    Surface surface = Surface.of(anchors, c -> !Throwable.class.isAssignableFrom(c));
    return new NullFuzzer(
        surface,
        surface.calls().stream().filter(NullFuzzer::written).filter(wanted).toList(),
        scratch);
  }

  /** What has a body of its own; an interface's method is tried where it is implemented. */
  private static boolean written(Executable call) {
    return !Modifier.isAbstract(call.getModifiers()) && !call.getName().equals("equals");
  }

  /** Tries every parameter. */
  public NullSummary run() {
    List<NullFinding> findings = new ArrayList<>();
    int tried = 0;
    int untried = 0;
    for (Executable call : calls) {
      Parameter[] parameters = call.getParameters();
      AnnotatedType[] types = call.getAnnotatedParameterTypes();
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i].getType().isPrimitive() || mayBeNull(types[i])) {
          continue;
        }
        Optional<String> answer = answer(call, i);
        tried += answer.isPresent() ? 1 : 0;
        untried += answer.isPresent() ? 0 : 1;
        Parameter parameter = parameters[i];
        answer
            .filter(text -> !named(text, parameter))
            .map(text -> new NullFinding(described(call), parameter.getName(), text))
            .ifPresent(findings::add);
      }
    }
    return new NullSummary(tried, untried, List.copyOf(findings));
  }

  private static boolean mayBeNull(AnnotatedType type) {
    return List.of(type.getAnnotations()).stream()
        .anyMatch(a -> a.annotationType() == Nullable.class);
  }

  private static String described(Executable call) {
    StringBuilder types = new StringBuilder();
    for (Class<?> type : call.getParameterTypes()) {
      types.append(types.length() == 0 ? "" : ", ").append(type.getSimpleName());
    }
    return call.getDeclaringClass().getSimpleName()
        + (call instanceof Method ? "." + call.getName() : "")
        + "("
        + types
        + ")";
  }

  /**
   * What null for a parameter gives: where the call returns without it, or where null is refused by
   * name before anything else is; nothing if neither was found.
   */
  private Optional<String> answer(Executable call, int parameter) {
    for (int seed = 0; seed < DRAWS; seed++) {
      String outcome = outcome(call, seed, parameter);
      if (named(outcome, call.getParameters()[parameter])
          || outcome(call, seed, -1).equals("returned")) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }

  private static boolean named(String outcome, Parameter parameter) {
    return outcome.startsWith("NullPointerException")
        && Pattern.compile("\\b" + Pattern.quote(parameter.getName()) + "\\b")
            .matcher(outcome)
            .find();
  }

  private String outcome(Executable call, int seed, int missing) {
    Draw draw = new Draw(surface, p -> false, scratch, seed, true, Draw.Form.CONSTANT, 0);
    try {
      Object receiver = draw.receiver(call, 0);
      @Nullable Object[] arguments = draw.arguments(call, 0);
      if (missing >= 0) {
        arguments[missing] = null;
      }
      if (call instanceof Constructor<?> k) {
        k.newInstance(arguments);
      } else {
        ((Method) call).invoke(receiver, arguments);
      }
      return "returned";
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof Error) {
        return "impossible";
      }
      return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    } catch (ReflectiveOperationException | Draw.NoValue | Error e) {
      return "impossible";
    } finally {
      draw.tape().close();
    }
  }
}
