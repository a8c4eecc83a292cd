package dev.capstan.examples;

import picocli.CommandLine;

/** More commands, from another module; found as a service. */
public interface CommandExtension {
  /** Adds them below the program's own. */
  void extend(CommandLine root);
}
