package dev.capstan.testkit.fuzz;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import dev.capstan.testkit.fuzz.FuzzFinding.Kind;
import dev.capstan.testkit.fuzz.Trial.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls every public method of some modules, over and over, with arguments drawn at random.
 *
 * <pre>{@code
 * FuzzSummary summary = ApiFuzzer.of(Tape.class, Tensor.class).run(0, 100_000);
 * }</pre>
 *
 * <p>What it judges: the exception (of a documented kind, with a message below 500 characters that
 * begins with a name), that no argument is changed, that the result has the same bits on a tape,
 * that a walk back succeeds, that the gradient is the slope along a direction where differences of
 * three steps agree on one, and the time.
 */
public final class ApiFuzzer {
  /** From so much time on the processor on, a call counts as one that does not end. */
  private static final long HANGS_AFTER_NANOS = 60_000_000_000L;

  /** A call that waits so long, waits for ever. */
  private static final long WAITS_MILLIS = 300_000;

  /** More time on the processor than any call with the drawn sizes should take. */
  private static final long SLOW_NANOS = 3_000_000_000L;

  /** What asks for much memory may take as long as this allows it for each byte. */
  private static final long NANOS_A_BYTE = 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Class<?>> anchors;
  private final Predicate<Class<?>> classes;
  private final Predicate<Executable> calls;
  private final Allowances allowed;

  private ApiFuzzer(
      List<Class<?>> anchors,
      Predicate<Class<?>> classes,
      Predicate<Executable> calls,
      Allowances allowed) {
    this.anchors = anchors;
    this.classes = classes;
    this.calls = calls;
    this.allowed = allowed;
  }

  /** A fuzzer of all public classes of the modules in which these classes lie. */
  public static ApiFuzzer of(Class<?>... anchors) {
    requireNonNull(anchors, "anchors");
    return new ApiFuzzer(List.of(anchors), c -> true, c -> true, Allowances.NONE);
  }

  /** Without the classes for which this holds. */
  public ApiFuzzer withoutClasses(Predicate<Class<?>> left) {
    return new ApiFuzzer(anchors, classes.and(left.negate()), calls, allowed);
  }

  /** Without the methods for which this holds; they are still used to make arguments. */
  public ApiFuzzer withoutCalls(Predicate<Executable> left) {
    return new ApiFuzzer(anchors, classes, calls.and(left.negate()), allowed);
  }

  /** Where some methods are meant to write into their arguments. */
  public ApiFuzzer withWriting(Predicate<Executable> those) {
    requireNonNull(those, "those");
    return with(new Allowances(those, allowed.otherSlopes(), allowed.constants()));
  }

  /** Where the gradient of some methods is by convention not the slope of their value. */
  public ApiFuzzer withOtherSlopes(Predicate<Executable> those) {
    requireNonNull(those, "those");
    return with(new Allowances(allowed.writing(), those, allowed.constants()));
  }

  /** Where the tensors that are given for some parameters are taken as constants. */
  public ApiFuzzer withConstants(Predicate<Parameter> those) {
    requireNonNull(those, "those");
    return with(new Allowances(allowed.writing(), allowed.otherSlopes(), those));
  }

  private ApiFuzzer with(Allowances next) {
    return new ApiFuzzer(anchors, classes, calls, next);
  }

  /** Makes one call, and says what is wrong with it. */
  public List<FuzzFinding> call(long number) {
    return new Run(number, 1).findings();
  }

  /** Makes calls from a number on; call n is of method n modulo their number. */
  public FuzzSummary run(long first, long count) {
    return new Run(first, count).summary();
  }

  private final class Run {
    private final Surface surface = Surface.of(anchors, classes);
    private final List<Executable> methods = surface.calls().stream().filter(calls).toList();
    private final Map<String, FuzzFinding> found = new LinkedHashMap<>();
    private final Set<Executable> reached = new HashSet<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final long first;
    private final long end;
    private final Path scratch;

    private volatile long current;
    private volatile long startedMillis;
    private volatile long startedNanos;
    private volatile @Nullable Throwable broken;

    Run(long first, long count) {
      this.first = first;
      this.end = first + count;
      try {
        scratch = Files.createTempDirectory("fuzz");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      try {
        long next = first;
        while (next < end) {
          next = worked(next);
        }
      } finally {
        delete(scratch);
      }
    }

    /** Works in a thread of its own until the end or a call that hangs; where to go on. */
    private long worked(long from) {
      current = from;
      startedMillis = System.currentTimeMillis();
      startedNanos = 0;
      Thread worker = new Thread(() -> work(from), "fuzz");
      worker.setDaemon(true);
      worker.start();
      while (worker.isAlive()) {
        try {
          worker.join(500);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return end;
        }
        long at = current;
        if (worker.isAlive()
            && (THREADS.getThreadCpuTime(worker.getId()) - startedNanos > HANGS_AFTER_NANOS
                || System.currentTimeMillis() - startedMillis > WAITS_MILLIS)
            && at == current) {
          current = Long.MAX_VALUE;
          String where = Stream.of(worker.getStackTrace()).limit(4).toList().toString();
          keep(new FuzzFinding(Kind.TIME, name(at), at, "does not end: " + where));
          return at + 1;
        }
      }
      if (broken != null) {
        throw new IllegalStateException("fuzz: call " + current + " broke the fuzzer", broken);
      }
      return end;
    }

    private void work(long from) {
      try {
        for (long n = from; n < end && current != Long.MAX_VALUE; n++) {
          current = n;
          startedMillis = System.currentTimeMillis();
          startedNanos = THREADS.getCurrentThreadCpuTime();
          one(n);
        }
      } catch (Throwable e) {
        broken = e;
      }
    }

    private void one(long n) {
      Executable method = methods.get((int) (n % methods.size()));
      long start = THREADS.getCurrentThreadCpuTime();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Trial trial = new Trial(surface, allowed, scratch, method, n);
      Outcome outcome = trial.run();
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (current != n) {
        return; // given up meanwhile
      }
      outcomes.merge(outcome, 1L, Long::sum);
      if (outcome != Outcome.IMPOSSIBLE && outcome != Outcome.REFUSED) {
        reached.add(method);
      }
      trial.findings().forEach(this::keep);
      if (nanos > SLOW_NANOS + bytes * NANOS_A_BYTE) {
        keep(
            new FuzzFinding(
                Kind.TIME, name(n), n, nanos / 1_000_000 + " ms, " + (bytes >> 20) + " MB"));
      }
    }

    private String name(long n) {
      Executable method = methods.get((int) (n % methods.size()));
      return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** One finding for each kind, method and place. */
    private synchronized void keep(FuzzFinding finding) {
      String detail = finding.detail().replaceAll("[-+]?\\d+(\\.\\d+)?", "N");
      String place = detail.contains(" at ") ? detail.substring(detail.lastIndexOf(" at ")) : "";
      found.putIfAbsent(finding.kind() + finding.method() + place, finding);
    }

    List<FuzzFinding> findings() {
      List<FuzzFinding> all = new ArrayList<>(found.values());
      all.sort(Comparator.comparing(FuzzFinding::kind).thenComparing(FuzzFinding::method));
      return List.copyOf(all);
    }

    FuzzSummary summary() {
      long compared = outcomes.getOrDefault(Outcome.COMPARED, 0L);
      long walked = compared + outcomes.getOrDefault(Outcome.WALKED, 0L);
      return new FuzzSummary(
          methods.size(),
          reached.size(),
          end - first,
          walked + outcomes.getOrDefault(Outcome.RETURNED, 0L),
          outcomes.getOrDefault(Outcome.REFUSED, 0L),
          walked,
          compared,
          findings());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
