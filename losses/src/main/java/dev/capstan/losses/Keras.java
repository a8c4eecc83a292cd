package dev.capstan.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form in which Keras serialises a loss. */
final class Keras {
  private Keras() {}

  /** Our name of a registered class, for example {@code Addons>TripletSemiHardLoss}. */
  static String name(String className) {
    String simple = className.substring(className.lastIndexOf('>') + 1);
    return switch (simple) {
      case "TripletSemiHardLoss" -> TripletSemiHardLoss.FAITHFUL_NAME;
      case "TripletHardLoss" -> TripletHardLoss.FAITHFUL_NAME;
      case "TripletLoss" -> TripletLoss.FAITHFUL_NAME;
      default ->
          throw new IllegalArgumentException(
              "fromConfig: unknown class: got '"
                  + className
                  + "', expected TripletSemiHardLoss, TripletHardLoss or TripletLoss");
    };
  }

  static Map<String, @Nullable Object> parameters(Map<?, ?> inner) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    inner.forEach((key, value) -> map.put(String.valueOf(key), value));
    return map;
  }
}
