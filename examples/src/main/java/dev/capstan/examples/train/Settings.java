package dev.capstan.examples.train;

/**
 * All that decides the result of a run.
 *
 * @param hardNegatives of how many nearest rows of other classes a triplet's negative is one; 0 for
 *     batches of classes
 */
public record Settings(
    About about,
    Protocol protocol,
    Criterion criterion,
    Recipe recipe,
    double learningRate,
    Optimization optimization,
    Pace.Schedule schedule,
    int hardNegatives,
    long seed,
    int threads) {

  /** By Adam, at a rate that stays as it is. */
  Settings(
      Source source,
      Protocol protocol,
      Criterion criterion,
      Recipe recipe,
      double learningRate,
      long seed,
      int threads) {
    this(
        source.about(),
        protocol,
        criterion,
        recipe,
        learningRate,
        Optimization.ADAM,
        Pace.Schedule.CONSTANT,
        0,
        seed,
        threads);
  }

  Settings withSeed(long value) {
    return new Settings(
        about,
        protocol,
        criterion,
        recipe,
        learningRate,
        optimization,
        schedule,
        hardNegatives,
        value,
        threads);
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
        + (learningRate == Experiment.LEARNING_RATE ? "" : " --learning-rate " + learningRate)
        + (optimization == Optimization.ADAM ? "" : " --optimizer " + optimization.id())
        + (schedule == Pace.Schedule.CONSTANT ? "" : " --schedule " + schedule.id())
        + (hardNegatives == 0 ? "" : " --hard-negatives " + hardNegatives);
  }
}
