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
    Demands demands,
    List<String> names,
    Extras extras,
    Progress progress) {

  /**
   * What is done beside the check itself.
   *
   * @param errorCurve also the error against the step for the worst element
   * @param audit also each operation's rule alone, and forward mode against reverse mode
   * @param constants what was held constant, for the report
   */
  record Extras(boolean errorCurve, boolean audit, List<String> constants) {
    static final Extras NONE = new Extras(false, false, List.of());
  }

  static final Settings DEFAULT =
      new Settings(
          "",
          1,
          Mode.AUTO,
          Tolerances.DEFAULT,
          1,
          null,
          Demands.DEFAULT,
          List.of(),
          Extras.NONE,
          (done, total) -> {});

  boolean errorCurve() {
    return extras.errorCurve();
  }

  boolean audit() {
    return extras.audit();
  }

  List<String> constants() {
    return extras.constants();
  }

  double unsteadiness() {
    return demands.unsteadiness();
  }

  Settings named(String to) {
    return new Settings(
        to, order, mode, tolerances, seed, cotangent, demands, names, extras, progress);
  }

  Settings withOrder(int to) {
    return new Settings(
        name, to, mode, tolerances, seed, cotangent, demands, names, extras, progress);
  }

  Settings withMode(Mode to) {
    return new Settings(
        name, order, to, tolerances, seed, cotangent, demands, names, extras, progress);
  }

  Settings withTolerances(Tolerances to) {
    return new Settings(name, order, mode, to, seed, cotangent, demands, names, extras, progress);
  }

  Settings withSeed(long to) {
    return new Settings(
        name, order, mode, tolerances, to, cotangent, demands, names, extras, progress);
  }

  Settings withCotangent(double @Nullable [] to) {
    return new Settings(name, order, mode, tolerances, seed, to, demands, names, extras, progress);
  }

  Settings withDemands(Demands to) {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, to, names, extras, progress);
  }

  Settings withNames(List<String> to) {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, demands, to, extras, progress);
  }

  Settings withProgress(Progress to) {
    return new Settings(name, order, mode, tolerances, seed, cotangent, demands, names, extras, to);
  }

  Settings withErrorCurve() {
    return with(new Extras(true, audit(), constants()));
  }

  Settings withAudit() {
    return with(new Extras(errorCurve(), true, constants()));
  }

  Settings withConstants(List<String> to) {
    return with(new Extras(errorCurve(), audit(), to));
  }

  Settings withUnsteadiness(double to) {
    return withDemands(demands.withUnsteadiness(to));
  }

  private Settings with(Extras to) {
    return new Settings(
        name, order, mode, tolerances, seed, cotangent, demands, names, to, progress);
  }

  /** For checking a single rule: the same numbers, nothing to show. */
  Settings forBlame() {
    return DEFAULT.withTolerances(tolerances).withSeed(seed).withUnsteadiness(unsteadiness());
  }
}
