package dev.capstan.examples.train;

import dev.capstan.examples.Interruption;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Chooses kernels by the length of a run. Code on the Vector API is slow until it is compiled, so a
 * run of a few seconds is over sooner on scalar kernels; a long one is worth a second start of Java
 * where the module is missing, which only a command line can add. Whoever sets {@code
 * -Dcapstan.kernels} is obeyed.
 */
public final class KernelChoice {
  private static final String KERNELS = "capstan.kernels";
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * Multiply-adds from which on vectors pay, the second start and {@link WarmUp} included. MNIST's
   * ten epochs have 6.5e10 and take equally long on both, five take 0.4 s less on scalar kernels,
   * twenty 1 s less on vectors (JDK 17 and 25, two processors). The recipe for digits has 2e9.
   */
  private static final double WORTH_VECTORS = 8e10;

  /** A forward pass and two products on the way back. */
  private static final int PRODUCTS = 3;

  private KernelChoice() {}

  /**
   * Settles the kernels before any is used, and before the data are read, so that they are read but
   * once.
   *
   * @param args the command line of this process
   * @return the exit code of the process that did the work in this one's place, if one was started
   */
  public static OptionalInt settle(Settings settings, List<String> args) throws IOException {
    System.setProperty("capstan.threads", Integer.toString(settings.threads()));
    if (System.getProperty(KERNELS) != null) {
      return OptionalInt.empty();
    }
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    boolean worth = isWorthVectors(settings);
    if (worth && !present) {
      return startAgain(args);
    }
    System.setProperty(KERNELS, worth ? "vector" : "scalar");
    return OptionalInt.empty();
  }

  /** Settles the kernels of a run that has no large products. */
  public static void settleScalar(int threads) {
    System.setProperty("capstan.threads", Integer.toString(threads));
    if (System.getProperty(KERNELS) == null) {
      System.setProperty(KERNELS, "scalar");
    }
  }

  /** Whether vector kernels were asked for or chosen. */
  static boolean isVector() {
    return "vector".equals(System.getProperty(KERNELS));
  }

  /** Whether a run is long enough. */
  static boolean isWorthVectors(Settings settings) {
    Recipe recipe = settings.recipe();
    double weights =
        (double) settings.about().width() * recipe.hidden()
            + (double) recipe.hidden() * recipe.dimension();
    double work = PRODUCTS * weights * settings.about().rows() * recipe.epochs();
    return work >= WORTH_VECTORS;
  }

  /** The same command in a process that has the module. */
  private static OptionalInt startAgain(List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--add-modules");
    command.add(MODULE);
    command.add("-D" + KERNELS + "=vector");
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
