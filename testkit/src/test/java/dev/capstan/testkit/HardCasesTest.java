package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right gradients that look wrong, and wrong ones that look right. */
@DisabledIfSystemProperty(
    named = "capstan.kernels",
    matches = "vector",
    disabledReason = "the check does not depend on the kernels")
final class HardCasesTest {

  static Stream<HardCase> cases() {
    return Stream.of(RightButHard.all(), WrongButHidden.all(), WrongRules.all())
        .flatMap(l -> l.stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verdictIsAsItShouldBe(HardCase hard) {
    assertEquals("", hard.complaint());
  }
}
