package dev.capstan.examples;

import dev.capstan.examples.conformance.Conformance;
import dev.capstan.examples.csv.Encode;
import dev.capstan.examples.csv.Evaluate;
import dev.capstan.examples.csv.Inspect;
import dev.capstan.examples.csv.Neighbours;
import dev.capstan.examples.csv.TrainCsv;
import dev.capstan.examples.csv.TrainImages;
import dev.capstan.examples.explain.ExplainCommand;
import dev.capstan.examples.explain.ListExamples;
import dev.capstan.examples.fingerprint.Fingerprint;
import dev.capstan.examples.gradcheck.Gradcheck;
import dev.capstan.examples.reproduce.Reproduce;
import dev.capstan.examples.text.Distill;
import dev.capstan.examples.text.Finetune;
import dev.capstan.examples.text.Similar;
import dev.capstan.examples.train.Train;
import dev.capstan.examples.train.TrainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
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
    footer = {
      "",
      "Exit code: 0 if all went well, 1 if something failed, 2 for a request that makes no sense, "
          + "130 if interrupted."
    },
    subcommands = {
      Train.class,
      Conformance.class,
      Gradcheck.class,
      ExplainCommand.class,
      ListExamples.class,
      Encode.class,
      Neighbours.class,
      Evaluate.class,
      Inspect.class,
      Similar.class,
      Finetune.class,
      Distill.class,
      Fingerprint.class,
      Reproduce.class,
      HelpCommand.class
    })
public final class Main implements Callable<Integer> {
  private static final Pattern OURS = Pattern.compile("^(.*: )?no (file|folder) ");

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    int code = outcome(commandLine().execute(args));
    if (code != 0) {
      System.exit(code);
    }
  }

  /** What is printed into a full disk or a closed pipe is lost, and a success is none. */
  private static int outcome(int code) {
    if (System.out.checkError()) {
      System.err.println(
          "capstan: standard output: not all could be written (a full disk, or a closed pipe)");
      return code == 0 ? 1 : code;
    }
    return code;
  }

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Main());
    Objects.requireNonNull(root.getSubcommands().get("train"))
        .addSubcommand(new TrainCsv())
        .addSubcommand(new TrainText())
        .addSubcommand(new TrainImages());
    return root.setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** What cannot be understood is said in a line or two, without the whole help. */
  private static int refuse(ParameterException e, String[] args) {
    CommandLine commandLine = e.getCommandLine();
    PrintWriter err = commandLine.getErr();
    String unknown =
        e instanceof MissingParameterException ? unknownOption(e, args) : unknownCommand(e);
    err.println(name(commandLine) + ": " + (unknown == null ? e.getMessage() : unknown));
    if (unknown == null) {
      UnmatchedArgumentException.printSuggestions(e, err);
    }
    err.println("Help: " + commandLine.getCommandSpec().qualifiedName() + " --help");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** The first word after the program's name, or after {@code help}, if no command is called so. */
  private static @Nullable String unknownCommand(ParameterException e) {
    CommandLine commandLine = e.getCommandLine();
    CommandLine root = commandLine.getCommandSpec().root().commandLine();
    List<String> known = List.copyOf(root.getSubcommands().keySet());
    if (e instanceof UnmatchedArgumentException unmatched && commandLine == root) {
      String word = unmatched.getUnmatched().get(0);
      return word.startsWith("-") ? null : Names.unknown("command", word, known);
    }
    List<String> words = root.getParseResult() == null ? List.of() : originalWords(root);
    boolean afterHelp = words.size() > 1 && words.get(0).equals("help");
    return afterHelp && !known.contains(words.get(1))
        ? Names.unknown("command", words.get(1), known)
        : null;
  }

  /** An option that there is not is why another one is missing. */
  private static @Nullable String unknownOption(ParameterException e, String[] args) {
    Set<String> known = new TreeSet<>();
    for (CommandLine at = e.getCommandLine(); at != null; at = at.getParent()) {
      known.addAll(at.getCommandSpec().optionsMap().keySet());
    }
    for (String arg : args) {
      int end = arg.indexOf('=') < 0 ? arg.length() : arg.indexOf('=');
      String name = arg.substring(0, end);
      if (name.startsWith("--") && name.length() > 2 && !known.contains(name)) {
        return Names.unknown(
            "option", name, e.getCommandLine().getCommandSpec().optionsMap().keySet());
      }
    }
    return null;
  }

  private static List<String> originalWords(CommandLine root) {
    return root.getParseResult().originalArgs().stream().filter(w -> !w.startsWith("-")).toList();
  }

  /** The words of a command behind the program's name; this name, if there are none. */
  private static String name(CommandLine commandLine) {
    String qualified = commandLine.getCommandSpec().qualifiedName();
    int blank = qualified.indexOf(' ');
    return blank < 0 ? qualified : qualified.substring(blank + 1);
  }

  /** What goes wrong is said in one line; a stack trace is for faults of our own. */
  private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    boolean plain =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof ArithmeticException;
    if (plain) {
      err.println(name(commandLine) + ": " + said(e));
    } else {
      e.printStackTrace(err);
    }
    return e instanceof IllegalArgumentException ? 2 : 1;
  }

  /** What the system throws names the file alone; what we throw says what is wrong with it. */
  private static @Nullable String said(Exception e) {
    boolean raw =
        e instanceof FileSystemException system
            && Objects.equals(system.getFile(), e.getMessage())
            && !OURS.matcher(String.valueOf(e.getMessage())).find();
    if (!raw) {
      return e.getMessage();
    }
    String what =
        e instanceof NoSuchFileException
            ? "no file "
            : e instanceof AccessDeniedException ? "permission denied: " : "cannot be used: ";
    return what + e.getMessage();
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
