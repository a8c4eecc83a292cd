package dev.capstan.benchmarks.workload;

import java.util.Locale;
import java.util.OptionalDouble;

/** Under which conditions contestants meet. Each has tables of its own. */
public enum Setting {
  /** One thread, the CPU's widest vectors on both sides. */
  VECTOR("vector kernels, one thread"),
  /** One thread, both sides held to AVX2. */
  AVX2("vector kernels, AVX2 forced on both sides, one thread"),
  /** One thread, our plain loops against the peers' widest vectors. */
  SCALAR("scalar kernels, one thread"),
  /** Two threads on both sides, set against our own one thread too. */
  THREADS("vector kernels, two threads"),
  /** Whole programs, from the start of the process to its end. */
  PROCESSES("whole processes");

  /** Two runs of the same work on a quiet machine differ by this much. */
  private static final double NO_LOSS = 0.97;

  private final String title;

  Setting(String title) {
    this.title = title;
  }

  /** As the command line and the results know it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String title() {
    return title;
  }

  /** Whom the target is measured against. */
  public String rival() {
    return this == THREADS ? "one-thread" : "libtorch";
  }

  /** Whether rows are asked to be so many times as fast as this peer. */
  public boolean asks(String peer) {
    return peer.equals(rival()) || this == VECTOR && (peer.equals("pytorch") || peer.equals("jax"));
  }

  /** How many times as fast as a peer we want to be; empty where nothing is asked for. */
  public OptionalDouble target(Workload w, String peer) {
    if (!asks(peer)) {
      return OptionalDouble.empty();
    }
    return switch (peer) {
      case "jax" -> beyondCompiled(w);
      case "pytorch" -> w.kind().network() ? some(w.target()) : OptionalDouble.empty();
      default -> target(w);
    };
  }

  /** What is composed of single operations, beside the same compiled as a whole. */
  private static OptionalDouble beyondCompiled(Workload w) {
    return switch (w.name()) {
      case "SCALAR_CHAIN 1000" -> some(0.3);
      case "VECTOR_CHAIN 100×256" -> some(0.9);
      case "TRIPLET 4096×128" -> some(1.1);
      case "TRIPLET_BY_HAND 4096×128" -> some(1);
      case "TRAINING_STEP 784×256×64×128" -> some(3);
      default -> OptionalDouble.empty();
    };
  }

  /** The processors that a run may use. */
  public int threads() {
    return this == THREADS ? 2 : 1;
  }

  /** Whether the workload is run under these conditions. */
  public boolean includes(Workload w) {
    return switch (this) {
      case PROCESSES -> false;
      case THREADS -> target(w).isPresent();
      default -> true;
    };
  }

  /**
   * How many times as fast as the {@link #rival} we want to be here; empty where nothing is asked
   * for.
   */
  public OptionalDouble target(Workload w) {
    boolean product =
        switch (w.kind()) {
          case MATMUL, MATMUL_AT, MATMUL_BT -> true;
          default -> false;
        };
    boolean step = w.kind() == Kind.TRAINING_STEP;
    return switch (this) {
      case VECTOR -> w.kind().network() ? OptionalDouble.empty() : some(w.target());
      case AVX2 -> step ? some(1.2) : product ? some(0.85) : OptionalDouble.empty();
      case SCALAR -> step ? some(1) : OptionalDouble.empty();
      case THREADS -> {
        if (product && w.size(0) == 1024) {
          yield some(1.7);
        }
        yield step ? some(w.size(0) == 784 ? 1.4 : NO_LOSS) : OptionalDouble.empty();
      }
      case PROCESSES -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble some(double x) {
    return OptionalDouble.of(x);
  }
}
