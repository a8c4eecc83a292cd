package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.NamedRowDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.mining.AnchorTriplets;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations: there and back, through JSON too, and what is refused. */
class LossConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  /** All but the one that is nothing without another loss. */
  static Stream<String> names() {
    return Losses.names().stream().filter(name -> !name.equals("regularized_loss"));
  }

  /** Those of which a safe form has another name. */
  static Stream<String> faithful() {
    return names().filter(name -> name.matches("(torch|mindspore|tfa|tfsim)_.*"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLossComesBackFromItsDefaults(String name) throws IOException {
    Loss loss = Losses.fromConfig(name, Map.of());
    assertEquals(loss, Losses.fromConfig(loss.config()));
    assertEquals(loss, throughJson(loss));
  }

  @ParameterizedTest
  @MethodSource("faithful")
  void faithfulAndSafeFormsKeepTheirNamesApart(String name) {
    Loss loss = Losses.fromConfig(name, Map.of());
    assertEquals(name, loss.config().get("loss"));
    String plain = name.substring(name.indexOf('_') + 1);
    Loss safe = Losses.fromConfig(plain, Map.of());
    assertEquals(plain, safe.config().get("loss"));
    assertNotEquals(loss, safe);
  }

  static Stream<Loss> unusual() {
    return Stream.of(
        TripletMarginLoss.torch()
            .withMargin(0.25)
            .withP(Double.POSITIVE_INFINITY)
            .withEps(0)
            .withSwap(Swap.YES)
            .withReduction(Reduction.NONE),
        TripletMarginLoss.mindSpore().withMargin(-1).withP(3),
        TripletMarginWithDistanceLoss.torch().withDistance(NamedRowDistance.LINF),
        TripletSemiHardLoss.tensorflowAddons().withDistance(AddonsDistance.ANGULAR),
        TripletSemiHardLoss.tensorflowAddons().withDistance(SimilarityDistance.MANHATTAN),
        TripletHardLoss.tensorflowAddons().withForm(TripletHardLoss.Form.SOFT).withMargin(0),
        TripletLoss.tensorflowSimilarity().withMargin(Margin.hard(0.5)),
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_14).withMargin(Margin.soft()),
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_16)
            .withDistance(SimilarityDistance.SNR)
            .withPositive(AnchorTriplets.Positive.EASY)
            .withNegative(AnchorTriplets.Negative.EASY)
            .withReduction(Reduction.SUM)
            .withDiagonal(AnchorTriplets.Diagonal.KEPT),
        MultiMarginLoss.mindSpore().withP(2).withMargin(-1),
        MultiMarginLoss.torch().withMargin(0.5),
        CrossEntropyLoss.torch().withLabelSmoothing(0.1).withIgnoreIndex(2),
        KLDivLoss.torch().withKind(KLDivLoss.Target.LOGARITHM).withReduction(Reduction.BATCH_MEAN),
        PoissonNLLLoss.torch()
            .withRate(PoissonNLLLoss.Rate.PLAIN)
            .withStirling(PoissonNLLLoss.Stirling.ADDED),
        GaussianNLLLoss.torch().withConstant(GaussianNLLLoss.Constant.ADDED).withEps(0.5),
        HuberLoss.torch().withDelta(0.5),
        SmoothL1Loss.torch().withBeta(0));
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void unusualParametersComeBackThroughJson(Loss loss) throws IOException {
    assertEquals(loss, Losses.fromConfig(loss.config()));
    assertEquals(loss, throughJson(loss));
  }

  private static Loss throughJson(Loss loss) throws IOException {
    return Losses.fromConfig(JSON.readValue(JSON.writeValueAsString(loss.config()), MAP));
  }

  @Test
  void keysAreTheSystemsOwnAndInOrder() {
    assertEquals(
        List.of("loss", "margin", "p", "eps", "swap", "reduction"),
        List.copyOf(TripletMarginLoss.torch().config().keySet()));
    assertEquals(
        List.of("loss", "reduction", "name", "margin", "distance_metric"),
        List.copyOf(TripletSemiHardLoss.tensorflowAddons().config().keySet()));
    assertEquals(
        List.of(
            "loss",
            "api",
            "distance",
            "positive_mining_strategy",
            "negative_mining_strategy",
            "soft_margin",
            "margin",
            "name",
            "reduction"),
        List.copyOf(
            TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_16).config().keySet()));
    Map<String, ?> newest = TripletLoss.tensorflowSimilarity().config();
    assertTrue(newest.containsKey("margin") && newest.get("margin") == null);
    assertTrue(!newest.containsKey("soft_margin"));
  }

  @Test
  void aConfigurationOfKerasIsRead() {
    Map<String, Object> addons = new HashMap<>(Map.of("reduction", "none", "margin", 0.5));
    addons.put("name", null);
    addons.put("distance_metric", "squared-L2");
    assertEquals(
        TripletSemiHardLoss.tensorflowAddons()
            .withMargin(0.5)
            .withDistance(AddonsDistance.SQUARED_L2),
        Losses.fromConfig(Map.of("class_name", "Addons>TripletSemiHardLoss", "config", addons)));
    assertEquals(
        TripletLoss.tensorflowSimilarity().withDistance(SimilarityDistance.EUCLIDEAN),
        Losses.fromConfig(
            Map.of(
                "class_name",
                "Similarity>TripletLoss",
                "config",
                Map.of("distance", " L2 ", "name", "TripletLoss", "reduction", "auto"))));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, null, SUM", // neither is given: reduction holds
        "null, true, MEAN",
        "null, false, NONE",
        "true, null, MEAN",
        "false, null, SUM",
        "true, false, NONE",
        "false, true, SUM"
      })
  void theDeprecatedPairOverridesTheReduction(Boolean average, Boolean reduce, Reduction expected) {
    assertEquals(expected, Reduction.fromDeprecated(average, reduce, Reduction.SUM));
    Map<String, Object> config = new HashMap<>(Map.of("reduction", "sum"));
    config.put("size_average", average);
    config.put("reduce", reduce);
    assertEquals(
        TripletMarginLoss.torch().withReduction(expected),
        Losses.fromConfig("torch_triplet_margin_loss", config));
  }

  @Test
  void thePoolingGenerationsTakeNoMarginBesideASoftOne() {
    assertEquals(
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_16).withMargin(Margin.soft()),
        Losses.fromConfig(
            "tfsim_triplet_loss", Map.of("api", "0.15", "soft_margin", true, "margin", 1.0)));
    refused(
        "fromConfig: tfsim_triplet_loss: wrong value of 'margin': got 0.5 (Double), expected 1.0 or"
            + " none: soft_margin is true and takes no margin",
        "tfsim_triplet_loss",
        Map.of("api", "0.16", "soft_margin", true, "margin", 0.5));
  }

  @Test
  void unknownKeysAreRefusedByName() {
    refused(
        "fromConfig: torch_mse_loss: unknown key: got 'margin', expected one of [reduce, reduction,"
            + " size_average]",
        "torch_mse_loss",
        Map.of("margin", 1.0));
    refused(
        "fromConfig: tfsim_triplet_loss: unknown key: got 'soft_margin', expected one of [api,"
            + " distance, margin, name, negative_mining_strategy, positive_mining_strategy,"
            + " reduction, remove_diagonal]",
        "tfsim_triplet_loss",
        Map.of("soft_margin", true));
  }

  @Test
  void wrongTypesAreRefusedByName() {
    refused(
        "fromConfig: torch_triplet_margin_loss: wrong value of 'margin': got \"wide\" (String),"
            + " expected a number",
        "torch_triplet_margin_loss",
        Map.of("margin", "wide"));
    refused(
        "fromConfig: torch_triplet_margin_loss: wrong value of 'swap': got 1 (Integer), expected"
            + " true or false",
        "torch_triplet_margin_loss",
        Map.of("swap", 1));
    refused(
        "fromConfig: mindspore_triplet_margin_loss: wrong value of 'p': got 2.0 (Double), expected a"
            + " whole number",
        "mindspore_triplet_margin_loss",
        Map.of("p", 2.0));
    refused(
        "fromConfig: mindspore_multi_margin_loss: wrong value of 'margin': got 1.0 (Double),"
            + " expected a whole number",
        "mindspore_multi_margin_loss",
        Map.of("margin", 1.0));
    refused(
        "fromConfig: torch_mse_loss: wrong value of 'reduction': got \"average\" (String), expected"
            + " none, mean or sum",
        "torch_mse_loss",
        Map.of("reduction", "average"));
    refused(
        "fromConfig: tfsim_triplet_loss: wrong value of 'reduction': got \"mean\" (String), expected"
            + " auto, none, sum or sum_over_batch_size",
        "tfsim_triplet_loss",
        Map.of("reduction", "mean"));
    refused(
        "fromConfig: tfsim_triplet_loss: wrong value of 'positive_mining_strategy': got"
            + " \"semi-hard\" (String), expected easy or hard",
        "tfsim_triplet_loss",
        Map.of("positive_mining_strategy", "semi-hard"));
    refused(
        "fromConfig: tfsim_triplet_loss: wrong value of 'negative_mining_strategy': got \"any\""
            + " (String), expected easy, hard or semi-hard",
        "tfsim_triplet_loss",
        Map.of("negative_mining_strategy", "any"));
    refused(
        "distance: unknown name: got 'far', expected one of [cosine, euclidean, squared_euclidean,"
            + " manhattan, snr, inner_product]",
        "tfsim_triplet_loss",
        Map.of("distance", "far"));
  }

  @Test
  void aFunctionOfTheUsersCannotBeReadBack() {
    TripletSemiHardLoss own = new TripletSemiHardLoss().withDistance(x -> x);
    assertEquals("callable", own.config().get("distance_metric"));
    refused(
        "fromConfig: triplet_semihard_loss: wrong value of 'distance_metric': got \"callable\""
            + " (String), expected one of [L2, squared-L2, angular], or callable: and the name of a"
            + " distance of TensorFlow Similarity; set a function of your own with withDistance",
        "triplet_semihard_loss",
        Map.of("distance_metric", "callable"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "torch_triplet_los")
  void unknownNamesAreRefusedWithTheKnownOnes(String name) {
    Map<String, Object> config = new HashMap<>();
    config.put("loss", name);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Losses.fromConfig(config));
    String message = String.valueOf(refusal.getMessage());
    String start =
        name == null
            ? "fromConfig: no name of a loss: got keys [loss], expected the name under 'loss'"
            : "fromConfig: unknown loss: got 'torch_triplet_los', expected one of ";
    assertTrue(message.startsWith(start), message);
    assertTrue(message.contains("torch_triplet_margin_loss"), message);
  }

  private static void refused(String message, String name, Map<String, ?> parameters) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Losses.fromConfig(name, parameters))
            .getMessage());
  }
}
