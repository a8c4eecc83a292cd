package dev.capstan.losses.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a loss that a configuration writes as a map of its own. */
public interface Configured {

  /** The name and the parameters, as plain values; of a record its components. */
  default Map<String, @Nullable Object> config() {
    return Parameters.write("name", Parameters.name(this), this);
  }
}
