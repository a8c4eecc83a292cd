package dev.capstan.ops.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives the work of a process from plain loops to vectors in mid-run.
 *
 * <p>Code on the Vector API is about a thousand times slower until C2 has compiled it, plain loops
 * are fast from the first millisecond, and both give the same bits. So every process begins on
 * plain loops. If it is still at work after a while, kernels are lent for some milliseconds at a
 * time that remember what they are asked ({@link Recorder}). Then there are two ways:
 *
 * <ul>
 *   <li>A process that leaves a processor idle goes on with its loops, while a thread of its own
 *       asks the vectors the same, again and again, until they answer faster; then they take over.
 *   <li>One that is busy has no processor for that, and what it asks so often will soon be
 *       compiled: vectors take over at once, and have to win afterwards.
 * </ul>
 *
 * <p>Vectors that do not win, or give other bits, are taken out of use again.
 */
final class Handover implements Runnable {
  /** Milliseconds that belong to the plain loops: more where all that follows is at their cost. */
  private static final long BEGINS = 500;

  private static final long BEGINS_ON_ONE_PROCESSOR = 1000;

  /** Milliseconds for which vectors are compiled by their work before they are judged by it. */
  private static final long SETTLES = 10_000;

  /** Milliseconds over which the process's use of processors is measured. */
  private static final long LOOKS = 100;

  /** What a race takes of a processor, and the compiler for it. */
  private static final double TAKES = 0.7;

  /** Milliseconds of listening at a time, and between two times. */
  private static final long LISTENS = 20;

  private static final long DOES_NOT = 30;

  /** Times of listening at the most; one that brings nothing new is the last. */
  private static final int MOST_TIMES = 20;

  /** Nanoseconds for which one side repeats a call before the other does. */
  private static final long REPEATS = 1_000_000;

  /** Nanoseconds after which vectors have had their chance. */
  private static final long PATIENCE = 30_000_000_000L;

  /** Vectors take over if they need at most so much of the loops' time. */
  private static final double WORTH = 0.95;

  private final Provider.Sets loops;
  private final List<Entrant> entrants = new ArrayList<>();

  Handover(Provider.Sets loops) {
    this.loops = loops;
  }

  @Override
  public void run() {
    try {
      int processors = Runtime.getRuntime().availableProcessors();
      Thread.sleep(processors == 1 ? BEGINS_ON_ONE_PROCESSOR : BEGINS);
      Parallel.limit(1);
      // Their classes too belong to the time before the loops' own code is compiled: what C2 makes
      // of a class that has no subclass yet, it throws away for the first one.
      Provider.Sets vectors = Provider.vectors();
      listen(vectors);
      if (busy(processors)) {
        Provider.use(handed(vectors));
        say("vectors take over");
        Thread.sleep(SETTLES);
      }
      if (race()) {
        Provider.use(handed(vectors));
        say("vectors have won");
      } else {
        Provider.use(loops);
        say("vectors have lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      Provider.use(loops);
      Provider.logger().log(Level.WARNING, "kernels: plain loops stay", e);
    }
  }

  /** Whether the process leaves less of the processors than a race would take. */
  private static boolean busy(int processors) throws InterruptedException {
    long wall = System.nanoTime();
    long before = processorTime();
    Thread.sleep(LOOKS);
    double used = (double) (processorTime() - before) / (System.nanoTime() - wall);
    return used > processors - TAKES;
  }

  private void say(String what) {
    Provider.logger().log(Level.DEBUG, () -> what + ": " + entrants.size() + " kinds of calls");
  }

  /** Nanoseconds that processors have worked for this process; 0 where nobody knows. */
  private static long processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** Hears what the process asks of its kernels, until it asks for nothing new. */
  private void listen(Provider.Sets vectors) throws InterruptedException {
    Recorder recorder = new Recorder();
    Provider.Sets listening = loops.with(loops.name(), vectors, recorder);
    int known = -1;
    for (int times = 0; times < MOST_TIMES && recorder.kinds() > known; ) {
      int heard = recorder.heard();
      known = recorder.kinds();
      Provider.use(listening);
      Thread.sleep(LISTENS);
      Provider.use(loops);
      if (recorder.heard() == heard) { // it is busy with something else
        known = -1;
        Thread.sleep(LOOKS);
      } else {
        times++;
        Thread.sleep(DOES_NOT);
      }
    }
    recorder.calls().stream().map(Entrant::new).forEach(entrants::add);
  }

  /**
   * Lets both sides answer what was heard.
   *
   * @return whether vectors have become faster at all of it together
   * @throws IllegalStateException if both give different bits
   */
  private boolean race() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    double worth;
    do {
      double loops = 0;
      double vectors = 0;
      boolean ran = false;
      for (Entrant each : entrants) {
        ran |= each.run();
        loops += each.loops();
        vectors += each.vectors();
      }
      worth = vectors / loops;
      if (!ran) {
        Thread.sleep(LISTENS);
      }
    } while (worth > WORTH && System.nanoTime() < end);
    // Not before: cold vectors would take a good part of a second for it.
    entrants.forEach(each -> each.call.requireOneResult());
    return worth <= WORTH;
  }

  /** Vectors for the kinds of kernels that were asked for. */
  private Provider.Sets handed(Provider.Sets vectors) {
    Set<Object> tried = new HashSet<>();
    entrants.forEach(each -> tried.add(each.call.one()));
    return loops.with(
        vectors.name(),
        vectors,
        new KernelSet.Choice() {
          @Override
          public <K> K of(Class<? super K> kind, K one, K other) {
            return tried.contains(one) ? other : one;
          }
        });
  }

  /** A call, and the least time that it took on both sides. */
  private static final class Entrant {
    /** Turns after which loops, which are compiled long since, have shown what they can. */
    private static final int LOOP_TURNS = 4;

    private final Recorder.Call call;
    private int turns;
    private long loops = Long.MAX_VALUE;
    private long vectors = Long.MAX_VALUE;

    Entrant(Recorder.Call call) {
      this.call = call;
    }

    /** Another turn of both, unless vectors have won. */
    boolean run() {
      if (turns > 0 && vectors <= loops) {
        return false;
      }
      if (turns < LOOP_TURNS) {
        loops = Math.min(loops, call.least(call.one(), REPEATS));
      }
      vectors = Math.min(vectors, call.least(call.other(), REPEATS));
      turns++;
      return true;
    }

    double loops() {
      return (double) call.times() * loops;
    }

    double vectors() {
      return (double) call.times() * vectors;
    }
  }
}
