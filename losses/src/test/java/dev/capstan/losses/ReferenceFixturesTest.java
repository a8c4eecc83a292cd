package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.CaseReport;
import dev.capstan.testkit.fixtures.Expected;
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

/**
 * The stored answers of PyTorch, MindSpore, TensorFlow Addons and TensorFlow Similarity, in value
 * and gradient: the faithful losses on all of them, the safe ones wherever the answer is a number.
 */
class ReferenceFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "fixtures");

  private static FixtureFile file(String name) throws IOException {
    return FixtureFile.read(FOLDER.resolve(name + ".json"));
  }

  private static Implementation loss(String name) {
    return call -> Output.of(Losses.fromConfig(name, call.params()).applyTo(call.inputs()));
  }

  @ParameterizedTest
  @CsvSource({
    "mindspore_multi_margin_loss, 55",
    "mindspore_triplet_margin_loss, 30",
    "tfa_triplet_hard_loss, 67",
    "tfa_triplet_semihard_loss, 66",
    "tfsim_triplet_loss, 197",
    "torch_bce_with_logits, 10",
    "torch_cosine_embedding_loss, 12",
    "torch_cross_entropy, 19",
    "torch_gaussian_nll_loss, 9",
    "torch_hinge_embedding_loss, 6",
    "torch_huber_loss, 7",
    "torch_kl_div, 8",
    "torch_l1_loss, 10",
    "torch_margin_ranking_loss, 7",
    "torch_mse_loss, 9",
    "torch_multi_margin_loss, 72",
    "torch_multilabel_margin_loss, 6",
    "torch_multilabel_soft_margin_loss, 9",
    "torch_nll_loss, 9",
    "torch_poisson_nll_loss, 9",
    "torch_smooth_l1_loss, 7",
    "torch_soft_margin_loss, 10",
    "torch_triplet_margin_loss, 83",
    "torch_triplet_margin_with_distance_loss, 33"
  })
  void agreesWithTheReference(String name, int cases) throws IOException {
    FixtureFile file = file(name);
    assertEquals(cases, file.cases().size(), "the file has lost cases");
    for (FixtureCase each : file.cases()) {
      CaseReport report = FixtureCheck.run(each, loss(name));
      assertEquals(List.of(), report.problems(), name + ": " + each.name());
    }
  }

  /**
   * The safe form gives the reference's answer wherever that holds neither NaN nor infinity, and
   * where it does for finite inputs, an answer without NaN.
   *
   * @param apart how many cases have finite inputs and an answer that is no number
   */
  @ParameterizedTest
  @CsvSource({
    "tfa_, triplet_hard_loss, 1",
    "tfa_, triplet_semihard_loss, 5",
    "tfsim_, triplet_loss, 3",
    "torch_, bce_with_logits, 0",
    "torch_, cosine_embedding_loss, 0",
    "torch_, cross_entropy, 1",
    "torch_, gaussian_nll_loss, 0",
    "torch_, hinge_embedding_loss, 0",
    "torch_, huber_loss, 0",
    "torch_, kl_div, 1",
    "torch_, l1_loss, 0",
    "torch_, margin_ranking_loss, 0",
    "torch_, mse_loss, 0",
    "torch_, multi_margin_loss, 0",
    "torch_, multilabel_margin_loss, 0",
    "torch_, multilabel_soft_margin_loss, 0",
    "torch_, nll_loss, 0",
    "torch_, poisson_nll_loss, 0",
    "torch_, smooth_l1_loss, 0",
    "torch_, soft_margin_loss, 0",
    "torch_, triplet_margin_loss, 1",
    "torch_, triplet_margin_with_distance_loss, 0"
  })
  void theSafeFormDiffersOnlyWhereTheReferenceGivesNoNumber(String system, String name, int apart)
      throws IOException {
    int found = 0;
    for (FixtureCase each : file(system + name).cases()) {
      if (!finite(each)) {
        continue;
      }
      if (finite(each.expected())) {
        CaseReport report = FixtureCheck.run(each, loss(name));
        assertEquals(List.of(), report.problems(), "safe " + name + ": " + each.name());
      } else if (hasNaN(each.expected()) || name.equals("triplet_loss")) {
        found++;
        Tensor safe = loss(name).run(new Call(each.params(), each.inputs())).value();
        for (int i = 0; i < safe.size(); i++) {
          assertTrue(Double.isFinite(safe.at(i)), "safe " + name + ": " + each.name());
        }
      }
    }
    assertEquals(apart, found);
  }

  private static boolean finite(FixtureCase each) {
    return each.inputs().values().stream()
        .allMatch(input -> !(input instanceof Tensor t) || finite(t));
  }

  private static boolean finite(Expected expected) {
    return finite(expected.output())
        && expected.grads().values().stream().allMatch(ReferenceFixturesTest::finite);
  }

  private static boolean finite(Tensor x) {
    boolean finite = true;
    for (int i = 0; i < x.size(); i++) {
      finite &= Double.isFinite(x.at(i));
    }
    return finite;
  }

  private static boolean hasNaN(Expected expected) {
    return hasNaN(expected.output())
        || expected.grads().values().stream().anyMatch(ReferenceFixturesTest::hasNaN);
  }

  private static boolean hasNaN(Tensor x) {
    boolean nan = false;
    for (int i = 0; i < x.size(); i++) {
      nan |= Double.isNaN(x.at(i));
    }
    return nan;
  }
}
