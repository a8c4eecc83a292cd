package dev.capstan.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Every row of the table keeps the contract. {@code -Dcapstan.ops=relu,sum} picks rows. */
final class OpTableTest {

  @TestFactory
  Stream<DynamicContainer> everyOperationKeepsTheContract() {
    String wanted = System.getProperty("capstan.ops", "");
    return OpTable.rows().stream()
        .filter(
            row -> wanted.isEmpty() || Stream.of(wanted.split(",")).anyMatch(row.method()::equals))
        .map(OpContract::of);
  }
}
