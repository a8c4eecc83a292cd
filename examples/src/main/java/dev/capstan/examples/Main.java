package dev.capstan.examples;

import dev.capstan.examples.conformance.Conformance;
import dev.capstan.examples.gradcheck.Gradcheck;
import dev.capstan.examples.train.Train;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 for success, 1 for a failure of what was asked for, 2 for a
 * request that cannot be understood or read.
 */
@Command(
    name = "capstan",
    description =
        "Automatic differentiation, losses and their checks. Without a command: train digits.",
    mixinStandardHelpOptions = true,
    version = "capstan 0.1.0-SNAPSHOT",
    subcommands = {Train.class, Conformance.class, Gradcheck.class})
public final class Main implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    int code = commandLine().execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** What cannot be understood is said in a line or two, without the whole help. */
  private static int refuse(ParameterException e, String[] args) {
    CommandLine commandLine = e.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println(commandLine.getCommandName() + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Help: " + commandLine.getCommandSpec().qualifiedName() + " --help");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** What goes wrong is said in one line; a stack trace is for faults of our own. */
  private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    boolean plain =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof ArithmeticException;
    if (plain) {
      err.println(commandLine.getCommandName() + ": " + e.getMessage());
    } else {
      e.printStackTrace(err);
    }
    return e instanceof IllegalArgumentException ? 2 : 1;
  }

  /** Without a command: the demonstration. */
  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("capstan: not made by picocli");
    }
    return spec.commandLine().execute("train");
  }
}
