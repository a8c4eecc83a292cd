package dev.capstan.testkit;

import java.util.List;
import java.util.stream.Stream;

/** The table of all operations: a file for each family, collected here. */
final class OpTable {
  private OpTable() {}

  static List<OpSpec> rows() {
    return Stream.of(ElementwiseTable.rows(), ReductionsTable.rows())
        .flatMap(List::stream)
        .toList();
  }
}
