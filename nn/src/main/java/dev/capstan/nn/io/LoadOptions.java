package dev.capstan.nn.io;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Loading;
import dev.capstan.nn.NeuralModule;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How tensors of a file become weights of a module: under which names, and what may differ.
 *
 * <pre>{@code
 * LoadOptions.exact().withoutPrefix("module.").allowing(Allowed.EXTRA)
 * }</pre>
 *
 * @param names the module's name for each name in the file
 * @param allowed what may differ
 */
public record LoadOptions(UnaryOperator<String> names, Set<Allowed> allowed) {

  /** What may differ between a file and a module. */
  public enum Allowed {
    /** The module has more than the file: it keeps that. */
    MISSING,
    /** The file has more than the module: it is left out. */
    EXTRA,
    /** A tensor has another shape, or another dtype without {@link #OTHER_DTYPE}: left out. */
    MISSHAPEN,
    /** A tensor has another dtype: it is converted. */
    OTHER_DTYPE
  }

  public LoadOptions {
    requireNonNull(names, "names");
    requireNonNull(allowed, "allowed");
    allowed = Set.copyOf(allowed);
  }

  /** The names as they are, and no difference. */
  public static LoadOptions exact() {
    return new LoadOptions(name -> name, Set.of());
  }

  /** What is allowed besides. */
  public LoadOptions allowing(Allowed... more) {
    requireNonNull(more, "more");
    EnumSet<Allowed> all = EnumSet.noneOf(Allowed.class);
    all.addAll(allowed);
    all.addAll(Set.of(more));
    return new LoadOptions(names, all);
  }

  /** Names by a rule, applied after those that there are. */
  public LoadOptions renaming(UnaryOperator<String> rule) {
    requireNonNull(rule, "rule");
    return new LoadOptions(name -> rule.apply(names.apply(name)), allowed);
  }

  /** Other names for some tensors, from the file's to the module's. */
  public LoadOptions renaming(Map<String, String> others) {
    requireNonNull(others, "others");
    Map<String, String> map = Map.copyOf(others);
    return renaming(name -> map.getOrDefault(name, name));
  }

  /** Takes a beginning off the file's names, where they have it. */
  public LoadOptions withoutPrefix(String prefix) {
    requireNonNull(prefix, "prefix");
    return renaming(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
  }

  /** Puts a beginning before the file's names. */
  public LoadOptions withPrefix(String prefix) {
    requireNonNull(prefix, "prefix");
    return renaming(name -> prefix + name);
  }

  Map<String, Tensor> renamed(Map<String, Tensor> read, Path file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> from = new HashMap<>();
    for (Map.Entry<String, Tensor> entry : read.entrySet()) {
      String name = names.apply(entry.getKey());
      String other = from.put(name, entry.getKey());
      if (other != null) {
        throw new IOException(
            file + ": '" + other + "' and '" + entry.getKey() + "' both become '" + name + "'");
      }
      tensors.put(name, entry.getValue());
    }
    return tensors;
  }

  /** With the module's dtypes, if that is allowed. */
  Map<String, Tensor> converted(NeuralModule module, Map<String, Tensor> tensors) {
    if (!allowed.contains(Allowed.OTHER_DTYPE)) {
      return tensors;
    }
    Map<String, DType> wanted = new HashMap<>();
    module.namedParameters().forEach((name, p) -> wanted.put(name, p.constant().dtype()));
    module.namedBuffers().forEach((name, b) -> wanted.put(name, b.value().dtype()));
    module.namedTables().forEach((name, t) -> wanted.put(name, t.dtype()));
    Map<String, Tensor> all = new LinkedHashMap<>();
    tensors.forEach(
        (name, t) -> all.put(name, Elementwise.to(t, wanted.getOrDefault(name, t.dtype()))));
    return all;
  }

  boolean allows(Loading loading) {
    return (loading.missing().isEmpty() || allowed.contains(Allowed.MISSING))
        && (loading.extra().isEmpty() || allowed.contains(Allowed.EXTRA))
        && (loading.misshapen().isEmpty() || allowed.contains(Allowed.MISSHAPEN));
  }
}
