package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.Origin;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.BatchMiner;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.TripletMarginMiner;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of a loss's components: its place in the list, its keys, its changed copies. */
class LossFormTest {
  static Stream<Loss> losses() {
    return Losses.names().stream().map(name -> Losses.fromConfig(name, Map.of()));
  }

  /** The classes of the package, as they were compiled. */
  private static Set<Class<?>> records() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Losses.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(Losses.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> load(Losses.class.getPackageName() + "." + name.replace(".class", "")))
          .filter(type -> type.isRecord() && Loss.class.isAssignableFrom(type))
          .collect(Collectors.toSet());
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyLossOfThePackageIsInTheList() throws IOException, URISyntaxException {
    Set<Class<?>> listed = losses().map(Object::getClass).collect(Collectors.toSet());
    Set<Class<?>> missing = records();
    assertTrue(missing.size() > 30, "the package was not found");
    missing.removeAll(listed);
    assertEquals(Set.of(), missing, "add to the list in Losses");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everyComponentHasAKey(Loss loss) {
    long components =
        Stream.of(loss.getClass().getRecordComponents())
            .filter(c -> !Origin.class.isAssignableFrom(c.getType()))
            .count();
    assertTrue(loss.config().size() > components, () -> loss + " writes " + loss.config());
    assertTrue(loss.getClass().isAnnotationPresent(Named.class));
  }

  /** A changed copy has the new value in one component and the old ones in all others. */
  @ParameterizedTest
  @MethodSource("losses")
  void aChangedCopyDiffersInOneComponent(Loss loss) throws ReflectiveOperationException {
    for (RecordComponent component : loss.getClass().getRecordComponents()) {
      String name = component.getName();
      Object value = other(component, component.getAccessor().invoke(loss));
      Method wither = wither(loss.getClass(), name);
      if (value == null || wither == null) {
        continue;
      }
      Object changed = wither.invoke(loss, value);
      assertEquals(loss.getClass(), changed.getClass());
      assertNotEquals(loss, changed, name);
      for (RecordComponent each : loss.getClass().getRecordComponents()) {
        Object expected = each.getName().equals(name) ? value : each.getAccessor().invoke(loss);
        assertEquals(expected, each.getAccessor().invoke(changed), name + ": " + each.getName());
      }
    }
  }

  private static @Nullable Method wither(Class<?> type, String component) {
    String name = "with" + Character.toUpperCase(component.charAt(0)) + component.substring(1);
    return Stream.of(type.getMethods())
        .filter(m -> m.getName().equals(name) && !m.isBridge())
        .findFirst()
        .orElse(null);
  }

  /** Another value of a component; null where the test has none. */
  private static @Nullable Object other(RecordComponent component, Object value) {
    if (value instanceof Double) {
      return component.getName().equals("labelSmoothing") ? 0.25 : 3.0;
    }
    if (component.getType() == Miner.class) {
      return BatchMiner.batchHard();
    }
    if (component.getType() == Reducer.class) {
      return new Reducer.Sum();
    }
    if (component.getType() == Swap.class) {
      return Swap.YES;
    }
    if (component.getType() == Distance.class) {
      return new LpDistance(1, 1, Rows.NORMALIZED);
    }
    return null;
  }

  @Test
  void aWitherRefusesWhatTheConstructorRefuses() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new TripletMarginLoss().withMargin(-1));
    assertEquals(
        "TripletMarginLoss: wrong margin: got -1.0, expected a number greater than 0",
        refusal.getMessage());
  }

  /** A loss of a user's own has keys and copies from its components too. */
  record OwnLoss(double margin, Swap swap, Miner miner)
      implements Loss, With.AnyMargin<OwnLoss>, With.AnySwap<OwnLoss> {
    @Override
    public Tensor applyTo(Map<String, ?> inputs) {
      return Tensor.of(margin);
    }
  }

  @Test
  void aLossOfTheUsersIsWrittenLikeOurs() {
    OwnLoss loss = new OwnLoss(1, Swap.NO, new TripletMarginMiner()).withMargin(2);
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("loss", "own_loss");
    expected.put("margin", 2.0);
    expected.put("swap", true);
    expected.put(
        "miner", Map.of("name", "triplet_margin", "margin", 0.2, "type_of_triplets", "semihard"));
    assertEquals(expected, loss.withSwap(Swap.YES).config());
  }

  @Test
  void aConfigurationNestedTooDeeplyIsRefused() {
    Map<String, Object> config = new HashMap<>(Map.of("loss", "contrastive_loss"));
    for (int i = 0; i < 5_000; i++) {
      config = new HashMap<>(Map.of("loss", "regularized_loss", "inner", config));
    }
    Map<String, Object> deep = config;
    assertEquals(
        "fromConfig: nested too deeply: got more than 16 maps within each other",
        assertThrows(IllegalArgumentException.class, () -> Losses.fromConfig(deep)).getMessage());
  }

  static Stream<Map<String, Object>> hostile() {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      list = new ArrayList<>(Collections.singletonList(list));
    }
    String huge = "x".repeat(1_000_000);
    return Stream.of(
        Map.of("loss", "torch_mse_loss", "reduction", list),
        Map.of(
            "loss",
            "contrastive_loss",
            "reducer",
            Map.of("name", "class_weighted", "weights", list)),
        Map.of("loss", "contrastive_loss", "margin" + huge, 1),
        Map.of("loss", "contrastive_loss", "pos_margin", huge),
        Map.of("loss", huge),
        Map.of(huge, 1, "b" + huge, 2),
        Map.of("class_name", huge, "config", Map.of()),
        Map.of("loss", "tfsim_triplet_loss", "distance", huge),
        Map.of("loss", "torch_triplet_margin_with_distance_loss", "distance_function", huge));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void messagesStayShortWhateverTheConfigurationHolds(Map<String, Object> config) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Losses.fromConfig(config));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.length() <= 500, () -> message.length() + " characters");
    Set<String> starts = new TreeSet<>(Set.of("fromConfig: ", "distance: ", "distance_function: "));
    assertTrue(starts.stream().anyMatch(message::startsWith), message);
  }
}
