package dev.capstan.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.capstan.text.encoder.TokenPooling;
import dev.capstan.text.internal.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which poolings a {@code 1_Pooling/config.json} asks for. */
final class PoolingJson {
  private static final Map<String, TokenPooling> KEYS = keys();

  private PoolingJson() {}

  private static Map<String, TokenPooling> keys() {
    Map<String, TokenPooling> keys = new LinkedHashMap<>();
    keys.put("pooling_mode_cls_token", TokenPooling.CLS);
    keys.put("pooling_mode_max_tokens", TokenPooling.MAX);
    keys.put("pooling_mode_mean_tokens", TokenPooling.MEAN);
    keys.put("pooling_mode_mean_sqrt_len_tokens", TokenPooling.MEAN_SQRT_LENGTH);
    keys.put("pooling_mode_weightedmean_tokens", TokenPooling.WEIGHTED_MEAN);
    keys.put("pooling_mode_lasttoken", TokenPooling.LAST);
    return keys;
  }

  static List<TokenPooling> read(Path file) throws IOException {
    JsonNode config = JsonTree.read(file);
    List<TokenPooling> found = new ArrayList<>();
    if (config.path("pooling_mode").isTextual()) {
      found.add(named(config.path("pooling_mode").asText(), file));
    }
    KEYS.forEach(
        (key, pooling) -> {
          if (config.path(key).asBoolean() && !found.contains(pooling)) {
            found.add(pooling);
          }
        });
    if (found.isEmpty()) {
      throw new IOException(file + ": no pooling is asked for; expected one of " + KEYS.keySet());
    }
    return found;
  }

  private static TokenPooling named(String mode, Path file) throws IOException {
    return switch (mode) {
      case "cls" -> TokenPooling.CLS;
      case "max" -> TokenPooling.MAX;
      case "mean" -> TokenPooling.MEAN;
      case "mean_sqrt_len_tokens" -> TokenPooling.MEAN_SQRT_LENGTH;
      case "weightedmean" -> TokenPooling.WEIGHTED_MEAN;
      case "lasttoken" -> TokenPooling.LAST;
      default ->
          throw new IOException(
              file
                  + ": pooling_mode '"
                  + mode
                  + "' is not known here; expected cls, max, mean, mean_sqrt_len_tokens,"
                  + " weightedmean or lasttoken");
    };
  }
}
