package dev.capstan.examples.train;

/** Seeds from first to last, both included. */
record SeedRange(long first, long last) {
  /** More runs than this are a slip of the keyboard. */
  private static final long MOST = 1_000_000;

  /** Reads {@code A..B}, or one number. */
  static SeedRange of(String typed) {
    int dots = typed.indexOf("..");
    try {
      long first = Long.parseLong(dots < 0 ? typed : typed.substring(0, dots));
      long last = dots < 0 ? first : Long.parseLong(typed.substring(dots + 2));
      if (last >= first && last - first >= 0 && last - first < MOST && last < Long.MAX_VALUE) {
        return new SeedRange(first, last);
      }
    } catch (NumberFormatException e) {
      // Said below, together with a range that runs backwards.
    }
    throw new IllegalArgumentException("got '" + typed + "', expected two numbers as in 0..4");
  }
}
