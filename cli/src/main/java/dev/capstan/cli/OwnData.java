package dev.capstan.cli;

import dev.capstan.examples.CommandExtension;
import picocli.CommandLine;

/** Adds the commands of this module to the program. */
public final class OwnData implements CommandExtension {
  @Override
  public void extend(CommandLine root) {
    CommandLine train = root.getSubcommands().get("train");
    if (train != null) {
      train.addSubcommand(new TrainCsv());
    }
    root.addSubcommand(new Encode());
    root.addSubcommand(new Neighbours());
    root.addSubcommand(new Evaluate());
    root.addSubcommand(new Inspect());
  }
}
