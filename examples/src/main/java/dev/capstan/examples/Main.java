package dev.capstan.examples;

import dev.capstan.examples.conformance.Conformance;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 for success, 1 for a failure of what was asked for, 2 for a
 * request that cannot be understood or read.
 */
@Command(
    name = "capstan",
    description = "Automatic differentiation, losses and their checks.",
    mixinStandardHelpOptions = true,
    version = "capstan 0.1.0-SNAPSHOT",
    subcommands = {Conformance.class})
public final class Main implements Runnable {
  @Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

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
        .setExecutionExceptionHandler(Main::explain);
  }

  /** What goes wrong is said in one line; a stack trace is for faults of our own. */
  private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    if (e instanceof java.io.IOException || e instanceof IllegalArgumentException) {
      err.println(commandLine.getCommandName() + ": " + e.getMessage());
    } else {
      e.printStackTrace(err);
    }
    return e instanceof IllegalArgumentException ? 2 : 1;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
