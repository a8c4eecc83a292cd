package dev.capstan.ops.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives the work of a process from plain loops to vectors in mid-run, when those have been seen to
 * be faster at it.
 *
 * <p>Code on the Vector API is about a thousand times slower until C2 has compiled it, plain loops
 * are fast from the first millisecond, and both give the same bits. So every process begins on
 * plain loops. To one that is still at work after a while, and leaves a processor idle, kernels are
 * lent for a few milliseconds at a time that remember what they are asked ({@link Recorder}); a
 * thread of its own asks the vectors the same, again and again, until they answer faster than the
 * loops do; then they take over. Where they never do, nothing changes. A process that is over
 * before has paid nothing.
 */
final class Handover implements Runnable {
  /** Milliseconds that belong to the plain loops. */
  private static final long BEGINS = 1000;

  /** Milliseconds after which a race begins although no processor is idle. */
  private static final long BEGINS_ANYWAY = 4000;

  /** Milliseconds over which the process's use of processors is measured. */
  private static final long LOOKS = 200;

  /** What a race takes of a processor, and the compiler for it. */
  private static final double TAKES = 0.7;

  /** Milliseconds of listening at a time. */
  private static final long LISTENS = 4;

  /** Nanoseconds of racing between two times of listening. */
  private static final long RACES = 30_000_000;

  /** Turns with calls, but none of a new kind, after which all are known; and turns at the most. */
  private static final int OLD_NEWS = 15;

  private static final int MOST_TURNS = 60;

  /** Turns after which vectors have had their chance: half a minute of racing. */
  private static final int PATIENCE = 1000;

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
      awaitIdleProcessor();
      Parallel.limit(1);
      Provider.Sets vectors = Provider.vectors();
      if (race(vectors)) {
        Provider.use(handed(vectors));
        say("vectors take over, having won at");
      } else {
        say("plain loops stay, vectors having lost at");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      Provider.logger().log(Level.WARNING, "kernels: plain loops stay", e);
    }
  }

  private static void awaitIdleProcessor() throws InterruptedException {
    Thread.sleep(BEGINS);
    int processors = Runtime.getRuntime().availableProcessors();
    long anyway = System.nanoTime() + (BEGINS_ANYWAY - BEGINS) * 1_000_000;
    double used;
    do {
      long wall = System.nanoTime();
      long before = processorTime();
      Thread.sleep(LOOKS);
      used = (double) (processorTime() - before) / (System.nanoTime() - wall);
    } while (used > processors - TAKES && System.nanoTime() < anyway);
  }

  private void say(String what) {
    Provider.logger().log(Level.DEBUG, () -> what + ' ' + entrants.size() + " kinds of calls");
  }

  /** Nanoseconds that processors have worked for this process; 0 where nobody knows. */
  private static long processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /**
   * Hears what the process asks of its kernels and asks the vectors the same, in turns.
   *
   * @return whether vectors have become faster at all of it together
   */
  private boolean race(Provider.Sets vectors) throws InterruptedException {
    Recorder recorder = new Recorder();
    Provider.Sets listening = loops.with(loops.name(), vectors, recorder);
    int old = 0;
    int turns = 0;
    while (turns < PATIENCE) {
      boolean allKnown = old >= OLD_NEWS || turns >= MOST_TURNS;
      if (!allKnown) {
        int before = recorder.heard();
        Provider.use(listening);
        Thread.sleep(LISTENS);
        Provider.use(loops);
        if (recorder.heard() == before) {
          Thread.sleep(LOOKS);
          continue;
        }
        List<Recorder.Call> calls = recorder.calls();
        old = calls.size() > entrants.size() ? 0 : old + 1;
        calls.stream().skip(entrants.size()).map(Entrant::new).forEach(entrants::add);
      }
      if (vectorsLead() && allKnown) {
        return true;
      }
      turns++;
    }
    return false;
  }

  /** Lets both sides run for a while, and says whether vectors are worth it by now. */
  private boolean vectorsLead() throws InterruptedException {
    long end = System.nanoTime() + RACES;
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
    } while (System.nanoTime() < end);
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
    /** Runs after which loops, which are compiled long since, have shown what they can. */
    private static final int LOOP_RUNS = 30;

    private final Recorder.Call call;
    private int runs;
    private long loops = Long.MAX_VALUE;
    private long vectors = Long.MAX_VALUE;

    Entrant(Recorder.Call call) {
      this.call = call;
    }

    /**
     * Another run of both, unless vectors have won.
     *
     * @throws IllegalStateException if both give different bits
     */
    boolean run() {
      if (runs == 0) {
        call.requireOneResult();
      } else if (vectors <= loops) {
        return false;
      }
      if (runs < LOOP_RUNS) {
        loops = Math.min(loops, call.time(call.one()));
      }
      vectors = Math.min(vectors, call.time(call.other()));
      runs++;
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
