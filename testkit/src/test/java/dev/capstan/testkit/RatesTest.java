package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.testkit.families.Family;
import dev.capstan.testkit.families.Rates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A few members of every family; {@code gradcheck --rates} measures the rates over many. */
@DisabledIfSystemProperty(
    named = "capstan.kernels",
    matches = "vector",
    disabledReason = "the check does not depend on the kernels")
final class RatesTest {
  private static final int EACH = 5;
  private static final long SEED = 20260101;

  @Test
  void rightFunctionsAreNotCalledWrongAndFaultsAreNotCalledRight() {
    List<String> errors = new ArrayList<>();
    for (Family family : Family.all()) {
      Rates rates = Rates.of(family, EACH, EACH, SEED);
      if (rates.alarms() > 0 || rates.missed() > 0) {
        errors.addAll(rates.examples());
      }
    }
    assertEquals(List.of(), errors);
  }
}
