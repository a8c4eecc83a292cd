package dev.capstan.examples.train;

/** All that decides the result of a run. */
public record Settings(
    About about,
    Protocol protocol,
    Criterion criterion,
    Recipe recipe,
    double learningRate,
    long seed,
    int threads) {

  Settings(
      Source source,
      Protocol protocol,
      Criterion criterion,
      Recipe recipe,
      double learningRate,
      long seed,
      int threads) {
    this(source.about(), protocol, criterion, recipe, learningRate, seed, threads);
  }

  Settings withSeed(long value) {
    return new Settings(about, protocol, criterion, recipe, learningRate, value, threads);
  }

  /** The command that repeats the run. */
  public String command() {
    Recipe usual = about.recipe();
    return "java -jar examples/target/capstan.jar "
        + about.command()
        + " --loss "
        + criterion.id()
        + " --epochs "
        + recipe.epochs()
        + " --seed "
        + seed
        + (protocol == Protocol.CLOSED ? "" : " --protocol " + protocol.id())
        + (recipe.hidden() == usual.hidden() ? "" : " --hidden " + recipe.hidden())
        + (recipe.dimension() == usual.dimension() ? "" : " --dimension " + recipe.dimension())
        + (learningRate == Experiment.LEARNING_RATE ? "" : " --learning-rate " + learningRate);
  }
}
