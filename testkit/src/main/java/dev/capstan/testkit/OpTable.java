package dev.capstan.testkit;

import java.util.List;
import java.util.stream.Stream;

/** The table of all operations: a file for each family, collected here. */
public final class OpTable {
  private OpTable() {}

  /** All rows. */
  public static List<OpSpec> rows() {
    return Stream.of(
            ElementwiseTable.rows(),
            ComparisonsTable.rows(),
            RoundingTable.rows(),
            TranscendentalTable.rows(),
            ActivationsTable.rows(),
            SpecialTable.rows(),
            ReductionsTable.rows(),
            NormsTable.rows(),
            ScansTable.rows(),
            SortingTable.rows(),
            IndexingTable.rows(),
            ScatteringTable.rows(),
            MovementTable.rows(),
            RearrangementTable.rows(),
            LinearAlgebraTable.rows(),
            DistancesTable.rows(),
            HingesTable.rows(),
            MatricesTable.rows(),
            ConvolutionTable.rows(),
            NeuralTable.rows())
        .flatMap(List::stream)
        .toList();
  }
}
