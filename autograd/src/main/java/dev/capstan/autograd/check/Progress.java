package dev.capstan.autograd.check;

/** Told how far a long check has come. */
@FunctionalInterface
public interface Progress {
  /** {@code done} of {@code total} elements or directions are judged. */
  void at(long done, long total);
}
