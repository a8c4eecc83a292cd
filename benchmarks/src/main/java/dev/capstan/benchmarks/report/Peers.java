package dev.capstan.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The peers that we know of, in the order of their columns. */
public final class Peers {
  private static final Map<String, String> TITLES = titles();

  private Peers() {}

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("one-thread", "one thread");
    titles.put("libtorch", "libtorch");
    titles.put("pytorch", "PyTorch (Python)");
    titles.put("jax", "JAX, compiled");
    titles.put("tensorflow", "TensorFlow-Java");
    titles.put("nd4j", "ND4J");
    titles.put("onnxruntime", "ONNX Runtime (Java)");
    return titles;
  }

  /** Their ids. */
  public static List<String> ids() {
    return List.copyOf(TITLES.keySet());
  }

  /** Ids and titles of some, in order; one that we do not know comes last, by its id. */
  public static Map<String, String> columns(List<String> some) {
    Map<String, String> columns = new LinkedHashMap<>();
    TITLES.forEach(
        (id, title) -> {
          if (some.contains(id)) {
            columns.put(id, title);
          }
        });
    some.stream().filter(id -> !id.isEmpty()).forEach(id -> columns.putIfAbsent(id, id));
    return columns;
  }
}
