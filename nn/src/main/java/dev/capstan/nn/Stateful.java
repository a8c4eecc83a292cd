package dev.capstan.nn;

/**
 * Something that training changes and that is not the model: an optimizer, a schedule, a sampler, a
 * random stream. What it remembers can be taken out and put back, so that a run that stops goes on
 * later as if it had not.
 */
public interface Stateful {

  /** What it remembers now; a copy. */
  State state();

  /**
   * Goes on from a state that something of the same making had.
   *
   * @throws IllegalArgumentException naming what is missing or does not fit; nothing is changed
   *     then
   */
  void restore(State state);
}
