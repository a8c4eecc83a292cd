package dev.capstan.autograd.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All options of a check. */
record Settings(
    String name,
    int order,
    Mode mode,
    Tolerances tolerances,
    long seed,
    double @Nullable [] cotangent,
    Kinks kinks,
    List<String> names,
    boolean errorCurve,
    Progress progress) {

  static final Settings DEFAULT =
      new Settings(
          "",
          1,
          Mode.AUTO,
          Tolerances.DEFAULT,
          1,
          null,
          Kinks.ACCEPT,
          List.of(),
          false,
          (done, total) -> {});

  Settings named(String to) {
    return new Settings(
        to, order, mode, tolerances, seed, cotangent, kinks, names, errorCurve, progress);
  }

  Settings withOrder(int to) {
    return new Settings(
        name, to, mode, tolerances, seed, cotangent, kinks, names, errorCurve, progress);
  }

  Settings withMode(Mode to) {
    return new Settings(
        name, order, to, tolerances, seed, cotangent, kinks, names, errorCurve, progress);
  }

  Settings withTolerances(Tolerances to) {
    return new Settings(name, order, mode, to, seed, cotangent, kinks, names, errorCurve, progress);
  }

  Settings withSeed(long to) {
    return new Settings(
        name, order, mode, tolerances, to, cotangent, kinks, names, errorCurve, progress);
  }

  Settings withCotangent(double @Nullable [] to) {
    return new Settings(
        name, order, mode, tolerances, seed, to, kinks, names, errorCurve, progress);
  }

  Settings withKinks(Kinks to) {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, to, names, errorCurve, progress);
  }

  Settings withNames(List<String> to) {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, kinks, to, errorCurve, progress);
  }

  Settings withErrorCurve() {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, kinks, names, true, progress);
  }

  Settings withProgress(Progress to) {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, kinks, names, errorCurve, to);
  }

  /** For checking a single rule: the same numbers, nothing to show. */
  Settings forBlame() {
    return DEFAULT.withTolerances(tolerances).withSeed(seed);
  }
}
