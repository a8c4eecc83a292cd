package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/** Which rows are set apart for testing: true for those. */
public final class Splits {
  /** A share is told apart to this fineness. */
  private static final int BUCKETS = 1 << 16;

  private Splits() {}

  /**
   * The same share of every class, chosen by chance. A class keeps at least one row to train on,
   * and one of three rows or more gives at least one.
   */
  public static boolean[] stratified(List<String> labels, double share, RandomGenerator random) {
    requireNonNull(random, "random");
    requireShare(share);
    Map<String, List<Integer>> byClass = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      byClass.computeIfAbsent(labels.get(i), c -> new ArrayList<>()).add(i);
    }
    boolean[] test = new boolean[labels.size()];
    for (List<Integer> rows : byClass.values()) {
      int n = rows.size();
      int wanted = (int) Math.round(share * n);
      int count = n < 3 ? Math.min(wanted, n - 1) : Math.max(1, Math.min(wanted, n - 1));
      for (int i = 0; i < count; i++) {
        int j = i + random.nextInt(n - i);
        int row = rows.get(j);
        rows.set(j, rows.get(i));
        rows.set(i, row);
        test[row] = true;
      }
    }
    return test;
  }

  /**
   * By a checksum of each row's name, so that a row stays on its side for good, in whatever file it
   * comes again.
   */
  public static boolean[] byId(List<String> ids, double share) {
    requireShare(share);
    boolean[] test = new boolean[ids.size()];
    for (int i = 0; i < test.length; i++) {
      CRC32 sum = new CRC32();
      sum.update(ids.get(i).getBytes(StandardCharsets.UTF_8));
      // CRC is linear in its input; a multiplication mixes names that differ in one letter.
      long mixed = (sum.getValue() * 0x9E3779B97F4A7C15L) >>> 48;
      test[i] = mixed < share * BUCKETS;
    }
    return test;
  }

  private static void requireShare(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "split: share: got " + share + ", expected 0 or more, and less than 1");
    }
  }
}
