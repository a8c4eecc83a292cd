package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known after an epoch.
 *
 * @param epoch from 1
 * @param meanLoss of its steps
 * @param metrics what was measured after it, in the order in which that was asked for
 * @param total steps of the whole run so far
 */
public record EpochReport(int epoch, double meanLoss, Map<String, Double> metrics, long total) {
  public EpochReport {
    requireNonNull(metrics, "metrics");
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * A metric by name.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double metric(String name) {
    requireNonNull(name, "name");
    Double value = metrics.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "metric: '"
              + shortened(name)
              + "' was not measured: got "
              + metrics.keySet().stream().limit(8).map(EpochReport::shortened).toList()
              + (metrics.size() > 8 ? " and more" : ""));
    }
    return value;
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }
}
