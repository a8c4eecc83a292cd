package dev.capstan.nn.train;

import java.util.List;

/** Several listeners as one: each is told, in order, and each may end training. */
record Listeners(List<TrainingListener> all) implements TrainingListener {

  static TrainingListener of(TrainingListener... listeners) {
    return listeners.length == 1 ? listeners[0] : new Listeners(List.of(listeners));
  }

  @Override
  public void stepped(StepReport report) {
    all.forEach(each -> each.stepped(report));
  }

  @Override
  public boolean goOn(StepReport report) {
    return all.stream().allMatch(each -> each.goOn(report));
  }

  @Override
  public void epochEnded(EpochReport report) {
    all.forEach(each -> each.epochEnded(report));
  }

  @Override
  public boolean goOn(int epoch) {
    return all.stream().allMatch(each -> each.goOn(epoch));
  }

  @Override
  public void refused(List<?> batches, ArithmeticException why) {
    all.forEach(each -> each.refused(batches, why));
  }

  @Override
  public void ended() {
    all.forEach(TrainingListener::ended);
  }
}
