package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.testkit.fixtures.CaseReport;
import dev.capstan.testkit.fixtures.FixtureCase;
import dev.capstan.testkit.fixtures.FixtureCheck;
import dev.capstan.testkit.fixtures.FixtureFile;
import dev.capstan.testkit.fixtures.Implementation.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored answers of pytorch-metric-learning, in value and gradient. */
class FamilyFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "fixtures");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "angular_loss",
        "arcface_loss",
        "circle_loss",
        "contrastive_loss",
        "cosface_loss",
        "fast_ap_loss",
        "generalized_lifted_structure_loss",
        "lifted_structure_loss",
        "margin_loss",
        "multi_similarity_loss",
        "normalized_softmax_loss",
        "npairs_loss",
        "ntxent_loss",
        "proxy_anchor_loss",
        "proxy_nca_loss",
        "signal_to_noise_ratio_contrastive_loss",
        "supcon_loss",
        "triplet_margin_loss"
      })
  void agreesWithTheReference(String loss) throws IOException {
    FixtureFile file = FixtureFile.read(FOLDER.resolve("pml_" + loss + ".json"));
    assertTrue(file.cases().size() >= 6, "the file has lost its cases");
    for (FixtureCase each : file.cases()) {
      CaseReport report =
          FixtureCheck.run(
              each,
              call ->
                  Output.of(Losses.fromConfig(file.name(), call.params()).applyTo(call.inputs())));
      assertEquals(List.of(), report.problems(), loss + ": " + each.name());
    }
  }
}
