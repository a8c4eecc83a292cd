package dev.capstan.exercises;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Says how far one is. */
public final class Progress {
  /** The tests of all chapters, in order. */
  static final List<Class<?>> CHAPTERS =
      List.of(
          Chapter1DerivativeTest.class,
          Chapter2BackwardsTest.class,
          Chapter3BroadcastingTest.class,
          Chapter4CheckingTest.class,
          Chapter5KinksTest.class,
          Chapter6OperationTest.class,
          Chapter7NetworkTest.class,
          Chapter8TripletsTest.class,
          Chapter9HigherTest.class);

  private enum State {
    SOLVED('#', "solved"),
    WRONG('x', "not yet"),
    OPEN('.', "open");

    private final char mark;
    private final String word;

    State(char mark, String word) {
      this.mark = mark;
      this.word = word;
    }
  }

  private record Result(Chapter chapter, Exercise exercise, State state, String says) {}

  private Progress() {}

  /** Takes nothing, a chapter, an exercise, or {@code --hint} and an exercise. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String asked = args.length == 0 ? "" : args[args.length - 1];
    List<Exercise> all = CHAPTERS.stream().flatMap(c -> exercises(c).stream()).toList();
    if (!asked.isEmpty() && all.stream().noneMatch(e -> belongs(e, asked))) {
      out.println("there is no exercise " + asked + "; chapters are 1 to " + CHAPTERS.size());
    } else if (args.length == 2 && args[0].equals("--hint")) {
      all.stream()
          .filter(e -> belongs(e, asked))
          .forEach(e -> out.println(e.value() + " " + e.asks() + "\n    " + e.hint()));
    } else if (args.length > 1) {
      out.println("expected a chapter (3), an exercise (3.2), or --hint and an exercise");
    } else if (asked.isEmpty()) {
      summary(results(CHAPTERS), out);
    } else {
      int chapter = Integer.parseInt(asked.split("\\.", -1)[0]);
      details(results(List.of(CHAPTERS.get(chapter - 1))), asked, out);
    }
    // Maven would wait for the thread of an answer that does not end.
    Runtime.getRuntime().halt(0);
  }

  private static boolean belongs(Exercise exercise, String asked) {
    return exercise.value().equals(asked) || exercise.value().startsWith(asked + ".");
  }

  private static void summary(List<Result> results, PrintStream out) {
    for (Class<?> tests : CHAPTERS) {
      Chapter chapter = tests.getAnnotation(Chapter.class);
      StringBuilder marks = new StringBuilder();
      results.stream()
          .filter(r -> r.chapter().equals(chapter))
          .forEach(r -> marks.append(r.state().mark));
      out.printf("%2d  %-6s  %s%n", chapter.value(), marks, chapter.title());
    }
    long solved = count(results, State.SOLVED);
    out.printf(
        "%n%d of %d solved (#), %d not yet right (x), %d open (.)%n",
        solved, results.size(), count(results, State.WRONG), count(results, State.OPEN));
    results.stream()
        .filter(r -> r.state() != State.SOLVED)
        .min(Comparator.comparing(r -> r.state() == State.WRONG ? 0 : 1))
        .ifPresent(
            r -> {
              out.println("\nnext:");
              print(r, false, out);
            });
  }

  private static long count(List<Result> results, State state) {
    return results.stream().filter(r -> r.state() == state).count();
  }

  private static void details(List<Result> results, String asked, PrintStream out) {
    List<Result> wanted = results.stream().filter(r -> belongs(r.exercise(), asked)).toList();
    wanted.forEach(r -> print(r, asked.contains("."), out));
  }

  private static void print(Result r, boolean whole, PrintStream out) {
    String number = r.exercise().value();
    out.printf("%s %s: %s%n", number, r.exercise().asks(), r.state().word);
    if (r.state() == State.WRONG) {
      String says = whole ? r.says() : r.says().lines().findFirst().orElse("");
      out.println("    " + says.replace("\n", "\n    "));
    }
    if (r.state() != State.SOLVED) {
      out.printf(
          "    in %s.java; a hint: exercises/check --hint %s%n",
          r.chapter().answers().getSimpleName(), number);
    }
  }

  // --- running --------------------------------------------------------------------------------

  private static List<Exercise> exercises(Class<?> tests) {
    List<Exercise> all = new ArrayList<>();
    for (Method method : tests.getDeclaredMethods()) {
      Exercise exercise = method.getAnnotation(Exercise.class);
      if (exercise != null) {
        all.add(exercise);
      }
    }
    all.sort(Comparator.comparing(Exercise::value));
    return all;
  }

  private static List<Result> results(List<Class<?>> chapters) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    chapters.forEach(tests -> request.selectors(selectClass(tests)));
    Listener listener = new Listener();
    LauncherDiscoveryRequest built = request.build();
    LauncherFactory.create().execute(built, listener);
    List<Result> results = new ArrayList<>();
    for (Class<?> tests : chapters) {
      for (Exercise exercise : exercises(tests)) {
        results.add(result(tests, exercise, listener.outcomes.get(exercise.value())));
      }
    }
    return results;
  }

  private static Result result(Class<?> tests, Exercise exercise, TestExecutionResult outcome) {
    Chapter chapter = tests.getAnnotation(Chapter.class);
    Throwable fault = outcome.getThrowable().orElse(null);
    if (fault == null) {
      return new Result(chapter, exercise, State.SOLVED, "");
    }
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (Claims.isHole(t)) {
        return new Result(chapter, exercise, State.OPEN, "");
      }
    }
    return new Result(chapter, exercise, State.WRONG, message(fault, chapter.answers()));
  }

  /** An assertion speaks for itself; of any other exception one wants to know the line. */
  private static String message(Throwable fault, Class<?> answers) {
    String says = fault.getMessage() == null ? "" : ": " + fault.getMessage().strip();
    if (fault instanceof AssertionError) {
      return says.substring(2);
    }
    for (StackTraceElement frame : fault.getStackTrace()) {
      if (frame.getClassName().startsWith(answers.getName())) {
        return fault.getClass().getSimpleName()
            + " at "
            + frame.getFileName()
            + ":"
            + frame.getLineNumber()
            + says;
      }
    }
    return fault.getClass().getSimpleName() + says;
  }

  private static final class Listener implements TestExecutionListener {
    private final Map<String, TestExecutionResult> outcomes = new HashMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.getSource().orElse(null) instanceof MethodSource method) {
        Exercise exercise = method.getJavaMethod().getAnnotation(Exercise.class);
        outcomes.put(exercise.value(), result);
      }
    }
  }
}
