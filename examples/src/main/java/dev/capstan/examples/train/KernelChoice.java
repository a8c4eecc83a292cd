package dev.capstan.examples.train;

import dev.capstan.examples.Interruption;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starts Java a second time for a long run where the Vector API's module is missing, which only a
 * command line can add. With the module, kernels find to vectors by themselves. Whoever sets {@code
 * -Dcapstan.kernels} is obeyed.
 */
public final class KernelChoice {
  private static final String KERNELS = "capstan.kernels";
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * Multiply-adds from which on a second start of Java is worth it. With vectors from the start,
   * MNIST's ten epochs (6.5e10) took as long as on plain loops, twenty a second less (JDK 17 and
   * 25, two processors). The recipe for digits has 2e9.
   */
  private static final double WORTH_VECTORS = 8e10;

  /** A forward pass and two products on the way back. */
  private static final int PRODUCTS = 3;

  /** About how many pieces a sentence has. */
  private static final int PIECES = 16;

  private KernelChoice() {}

  /**
   * Settles the kernels before any is used, and before the data are read, so that they are read but
   * once.
   *
   * @param args the command line of this process
   * @return the exit code of the process that did the work in this one's place, if one was started
   */
  public static OptionalInt settle(Settings settings, List<String> args) throws IOException {
    return settle(work(settings), settings.threads(), args);
  }

  /**
   * Settles the kernels of an encoder's training.
   *
   * @param weights the bytes of its weights
   * @param texts how many texts are computed in all, forward and back
   * @param args the command line of this process
   * @return the exit code of the process that did the work in this one's place, if one was started
   */
  public static OptionalInt settleEncoder(long weights, long texts, int threads, List<String> args)
      throws IOException {
    return settle((double) PRODUCTS * PIECES * weights / Float.BYTES * texts, threads, args);
  }

  private static OptionalInt settle(double work, int threads, List<String> args)
      throws IOException {
    settleThreads(threads);
    boolean settled =
        System.getProperty(KERNELS) != null
            || ModuleLayer.boot().findModule(MODULE).isPresent()
            || work < WORTH_VECTORS;
    return settled ? OptionalInt.empty() : startAgain(args);
  }

  /** Settles how many threads there may be, before any kernel is used. */
  public static void settleThreads(int threads) {
    System.setProperty("capstan.threads", Integer.toString(threads));
  }

  /** Whether a run is long enough. */
  static boolean isWorthVectors(Settings settings) {
    return work(settings) >= WORTH_VECTORS;
  }

  private static double work(Settings settings) {
    Recipe recipe = settings.recipe();
    double weights =
        (double) settings.about().width() * recipe.hidden()
            + (double) recipe.hidden() * recipe.dimension();
    return PRODUCTS * weights * settings.about().rows() * recipe.epochs();
  }

  /** The same command in a process that has the module. */
  private static OptionalInt startAgain(List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--add-modules");
    command.add(MODULE);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.capstan.examples.Main");
    command.addAll(args);
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread ending = new Thread(process::destroy, "capstan-ending");
    Runtime.getRuntime().addShutdownHook(ending);
    Runnable backToUs = Interruption.handTo(process);
    try {
      return OptionalInt.of(process.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("train: interrupted while the process with vector kernels ran", e);
    } finally {
      backToUs.run();
      Runtime.getRuntime().removeShutdownHook(ending);
    }
  }
}
