package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.testkit.fixtures.FixtureCase;
import dev.capstan.testkit.fixtures.FixtureCheck;
import dev.capstan.testkit.fixtures.FixtureFile;
import dev.capstan.testkit.fixtures.Implementation;
import dev.capstan.testkit.fixtures.Implementation.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stored answers of sentence-transformers, in value and gradient. */
class SentenceFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "fixtures");

  @ParameterizedTest
  @CsvSource({
    "angle_loss, 16",
    "batch_all_triplet_loss, 32",
    "batch_hard_soft_margin_triplet_loss, 16",
    "batch_hard_triplet_loss, 32",
    "batch_semi_hard_triplet_loss, 32",
    "contrastive_loss, 48",
    "cosent_loss, 16",
    "cosine_similarity_loss, 8",
    "distill_kl_div_loss, 4",
    "global_orthogonal_regularization_loss, 4",
    "margin_mse_loss, 16",
    "multiple_negatives_ranking_loss, 42",
    "multiple_negatives_symmetric_ranking_loss, 24",
    "online_contrastive_loss, 48",
    "triplet_loss, 12"
  })
  void agreesWithTheReference(String loss, int cases) throws IOException {
    FixtureFile file = FixtureFile.read(FOLDER.resolve("st_" + loss + ".json"));
    assertEquals(cases, file.cases().size(), "the file has lost cases");
    Implementation ours =
        call -> Output.of(Losses.fromConfig(file.name(), call.params()).applyTo(call.inputs()));
    for (FixtureCase each : file.cases()) {
      assertEquals(List.of(), FixtureCheck.run(each, ours).problems(), loss + ": " + each.name());
    }
  }
}
