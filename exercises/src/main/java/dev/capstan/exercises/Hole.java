package dev.capstan.exercises;

/** Stands where an answer is missing. */
public final class Hole extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  /** Write {@code throw new Hole("1.1")}, or put {@link #here} where a value is missing. */
  public Hole(String exercise) {
    super(exercise + " is still a hole");
  }

  /** Stands for a value that is missing. */
  public static <T> T here(String exercise) {
    throw new Hole(exercise);
  }
}
