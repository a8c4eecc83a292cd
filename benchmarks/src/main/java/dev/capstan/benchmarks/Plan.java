package dev.capstan.benchmarks;

import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a run is to measure.
 *
 * @param only which rows, by a part of their title
 * @param peers the ids of those that may take part
 * @param seconds for each contestant to be timed at each row in each fork, once it is warm
 * @param forks for each row and peer
 */
record Plan(
    List<Jdk> jdks,
    List<Setting> settings,
    List<DType> dtypes,
    Pattern only,
    List<String> peers,
    double seconds,
    int forks) {

  List<Workload> rows(Setting setting, DType dtype) {
    return Workload.all(dtype).stream()
        .filter(w -> setting.includes(w) && only.matcher(w.title()).find())
        .toList();
  }
}
