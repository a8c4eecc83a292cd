package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Config;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.Origin;
import dev.capstan.losses.config.Parameters;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Losses by name, and from configurations: those that {@link Loss#config} writes, and those of the
 * systems themselves.
 *
 * <pre>{@code
 * Loss loss = Losses.fromConfig(Map.of("loss", "torch_triplet_margin_loss", "margin", 0.2));
 * Loss same = Losses.fromConfig(loss.config());
 * }</pre>
 *
 * <p>A name with a system in front ({@code torch_}, {@code mindspore_}, {@code tfa_}, {@code
 * tfsim_}) is the faithful form, the name alone the safe one; {@code pml_} and {@code st_} name one
 * form, which is both. Keys are the system's own, and what is absent has the system's default.
 */
public final class Losses {
  /** Every loss with its defaults: the place to add one. */
  private static final List<Loss> ALL =
      List.of(
          new AngleLoss(),
          new AngularLoss(),
          new ArcFaceLoss(),
          new BatchAllTripletLoss(),
          new BatchHardSoftMarginTripletLoss(),
          new BatchHardTripletLoss(),
          new BatchSemiHardTripletLoss(),
          new BCEWithLogitsLoss(),
          new CircleLoss(),
          new ContrastiveLoss(),
          new CoSentLoss(),
          new CosFaceLoss(),
          new CosineEmbeddingLoss(),
          new CosineSimilarityLoss(),
          new CrossEntropyLoss(),
          new DistillKLDivLoss(),
          new FastApLoss(),
          new GaussianNLLLoss(),
          new GeneralizedLiftedStructureLoss(),
          new GistEmbedLoss(),
          new GlobalOrthogonalRegularizationLoss(),
          new HingeEmbeddingLoss(),
          new HuberLoss(),
          new KLDivLoss(),
          new L1Loss(),
          new LiftedStructureLoss(),
          new MarginLoss(),
          new MarginMSELoss(),
          new MarginRankingLoss(),
          new MatryoshkaLoss(new MultipleNegativesRankingLoss(), List.of(768, 512, 256, 128, 64)),
          new MinedTripletLoss(),
          new MSELoss(),
          new MultiLabelMarginLoss(),
          new MultiLabelSoftMarginLoss(),
          new MultiMarginLoss(),
          new MultipleNegativesRankingLoss(),
          new MultiSimilarityLoss(),
          new NLLLoss(),
          new NormalizedSoftmaxLoss(),
          new NPairsLoss(),
          new NtXentLoss(),
          new OnlineContrastiveLoss(),
          new PoissonNLLLoss(),
          new ProxyAnchorLoss(),
          new ProxyNcaLoss(),
          new RegularizedLoss(new ContrastiveLoss(), new Regularizer.Lp(2), 1),
          new SentenceContrastiveLoss(),
          new SentenceTripletLoss(),
          new SmoothL1Loss(),
          new SoftMarginLoss(),
          new SupConLoss(),
          new TripletHardLoss(),
          new TripletLoss(),
          new TripletMarginLoss(),
          new TripletMarginWithDistanceLoss(),
          new TripletSemiHardLoss());

  private static final Map<String, Loss> KNOWN = known();

  /** How many names a message offers for an unknown one. */
  private static final int OFFERED = 5;

  private Losses() {}

  private static Map<String, Loss> known() {
    Map<String, Loss> all = new LinkedHashMap<>();
    for (Loss loss : ALL) {
      Named named = named(loss);
      RecordComponent origin = origin(loss);
      if (origin == null) {
        both(all, named.system().isEmpty() ? "" : named.system() + "_", named.value(), loss);
      } else {
        for (Object each : origin.getType().getEnumConstants()) {
          Loss form = Parameters.with(loss, origin.getName(), each);
          all.put(name(form), form);
        }
      }
    }
    // One loss here, of which the system has two classes.
    both(all, "pml_", "signal_to_noise_ratio_contrastive_loss", ContrastiveLoss.signalToNoise());
    Loss symmetric = MultipleNegativesRankingLoss.symmetric();
    both(all, "st_", "multiple_negatives_symmetric_ranking_loss", symmetric);
    return all;
  }

  private static void both(Map<String, Loss> all, String system, String name, Loss loss) {
    all.put(name, loss);
    all.put(system + name, loss);
  }

  private static Named named(Loss loss) {
    Named named = loss.getClass().getAnnotation(Named.class);
    if (named == null) {
      throw new IllegalStateException(loss.getClass() + " is no loss with a name");
    }
    return named;
  }

  private static @Nullable RecordComponent origin(Loss loss) {
    return Arrays.stream(loss.getClass().getRecordComponents())
        .filter(each -> Origin.class.isAssignableFrom(each.getType()))
        .findFirst()
        .orElse(null);
  }

  /** The name of a loss in its form. */
  static String name(Loss loss) {
    RecordComponent component = loss instanceof Record ? origin(loss) : null;
    Named named = loss.getClass().getAnnotation(Named.class);
    return component == null || named == null
        ? Parameters.name(loss)
        : ((Origin) Parameters.value(loss, component)).prefix(named.system()) + named.value();
  }

  /** The names of all losses, in alphabetical order. */
  public static Set<String> names() {
    return new TreeSet<>(KNOWN.keySet());
  }

  /**
   * The loss of a configuration: a map with the loss's name under {@code loss} and its parameters
   * beside it, or Keras's form, a map of {@code class_name} and {@code config}.
   *
   * @throws IllegalArgumentException if the name or a key is unknown, or a value has the wrong type
   */
  public static Loss fromConfig(Map<String, ?> config) {
    if (config.get("class_name") instanceof String className
        && config.get("config") instanceof Map<?, ?>) {
      return fromConfig(keras(className), new Config(className, config).map("config"));
    }
    return read(new Config("losses", config));
  }

  /**
   * The loss of a name and its system's own configuration.
   *
   * @throws IllegalArgumentException if the name or a key is unknown, or a value has the wrong type
   */
  public static Loss fromConfig(String name, Map<String, ?> parameters) {
    requireNonNull(name, "name");
    requireNonNull(parameters, "parameters");
    return read(new Config(name, parameters), find(name));
  }

  /** The loss of a configuration that names it. */
  static Loss read(Config config) {
    if (!(config.get("loss") instanceof String name)) {
      throw new IllegalArgumentException(
          ("fromConfig: no name of a loss: got keys %s, expected the name under 'loss',"
                  + " such as torch_triplet_margin_loss; Losses.names() has all")
              .formatted(Config.elided(config.keys().toString())));
    }
    Map<String, @Nullable Object> parameters = config.map();
    parameters.remove("loss");
    return read(config.renamed(name, parameters), find(name));
  }

  private static Loss read(Config config, Loss defaults) {
    Loss loss =
        defaults instanceof TripletLoss own
            ? own.read(config)
            : Parameters.read(config, defaults, Parts::read);
    config.done();
    return loss;
  }

  private static Loss find(String name) {
    Loss known = KNOWN.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          ("fromConfig: unknown loss: got '%s', expected one of %s and others;"
                  + " Losses.names() has all")
              .formatted(Config.elided(name), String.join(", ", similar(name))));
    }
    return known;
  }

  /** The names that share most pairs of letters with one. */
  private static List<String> similar(String name) {
    Set<String> wanted = pairs(name);
    Comparator<String> byLikeness =
        Comparator.comparingDouble(
            known -> {
              Set<String> shared = pairs(known);
              int all = shared.size() + wanted.size();
              shared.retainAll(wanted);
              return -shared.size() / (double) all;
            });
    return names().stream().sorted(byLikeness).limit(OFFERED).toList();
  }

  private static Set<String> pairs(String text) {
    Set<String> pairs = new TreeSet<>();
    for (int i = 0; i + 2 <= text.length(); i++) {
      pairs.add(text.substring(i, i + 2));
    }
    return pairs;
  }

  /** Our name of a class that Keras registers, for example {@code Addons>TripletSemiHardLoss}. */
  private static String keras(String className) {
    return switch (className.substring(className.lastIndexOf('>') + 1)) {
      case "TripletSemiHardLoss" -> "tfa_triplet_semihard_loss";
      case "TripletHardLoss" -> "tfa_triplet_hard_loss";
      case "TripletLoss" -> "tfsim_triplet_loss";
      default ->
          throw new IllegalArgumentException(
              ("fromConfig: unknown class: got '%s', expected TripletSemiHardLoss,"
                      + " TripletHardLoss or TripletLoss")
                  .formatted(Config.elided(className)));
    };
  }
}
