package dev.capstan.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What was asked for on the command line, and how commands refuse what makes no sense. */
public final class Asked {
  private final CommandSpec spec;

  private Asked(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Of a command.
   *
   * @throws IllegalStateException if it has no {@code spec}, which picocli fills in
   */
  public static Asked of(String command, @Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException(command + ": not made by picocli");
    }
    return new Asked(spec);
  }

  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  public PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** How many columns the terminal has. */
  public int columns() {
    return spec.usageMessage().width();
  }

  /** The words typed after the program's name. */
  public List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  public boolean has(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** To be thrown: the command ends with this sentence and how to get help. */
  public ParameterException refused(@Nullable String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  /** Finds what a name stands for. */
  public interface Finder<T> {
    @Nullable T find(String canonical);
  }

  /** What a name stands for; an unknown one is refused with the nearest that is known. */
  public <T> T named(
      String what, String typed, List<String> known, Collection<String> aliases, Finder<T> finder) {
    T found = finder.find(Names.canonical(typed));
    if (found == null) {
      throw refused(Names.unknown(what, typed, known, aliases));
    }
    return found;
  }

  /** The number given, or the usual one; refused if it is too small. */
  public int atLeast(String option, int least, @Nullable Integer given, int usual) {
    if (given != null && given < least) {
      throw refused(option + ": got " + given + ", expected " + least + " or more");
    }
    return given == null ? usual : given;
  }

  /** How many threads: all processors unless given. */
  public int threads(@Nullable Integer given) {
    return atLeast("--threads", 1, given, Runtime.getRuntime().availableProcessors());
  }

  public void requirePositive(String option, double given) {
    if (!(given > 0) || Double.isInfinite(given)) {
      throw refused(option + ": got " + given + ", expected a positive number");
    }
  }

  /** Refuses what is no part of a whole. */
  public void requireShare(String option, double given) {
    if (!(given > 0 && given < 1)) {
      throw refused(option + ": got " + given + ", expected more than 0 and less than 1");
    }
  }

  /** Something that may turn out to be impossible. */
  public interface Trial {
    void run() throws IOException;
  }

  /** Refuses the command line with what the trial says. */
  public void require(Trial trial) {
    try {
      trial.run();
    } catch (IOException e) {
      throw refused(e.getMessage());
    }
  }
}
