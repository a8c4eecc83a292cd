package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Scattering;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The gradients of one shard or of several added, by the names of parameters and tables, so that
 * they mean the same to every replica of a module. Rows of a table are in the order of their
 * numbers.
 *
 * @param shards how many were added
 * @param loss the sum of their losses, a scalar
 * @param gradients of parameters by path
 * @param rows of tables by path
 */
public record ShardGradient(
    int shards, Tensor loss, Map<String, Tensor> gradients, Map<String, RowGradient> rows) {

  public ShardGradient {
    requireNonNull(gradients, "gradients");
    requireNonNull(rows, "rows");
    requireNonNull(loss, "loss");
    gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  /** One shard's, of the module that they were computed with. */
  public static ShardGradient of(NeuralModule module, ParameterGradients g) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    byPath(module.namedParameters())
        .forEach(
            (path, p) -> {
              if (g.has(p)) {
                gradients.put(path, g.of(p));
              }
            });
    Map<String, RowGradient> rows = new LinkedHashMap<>();
    byPath(module.namedTables())
        .forEach(
            (path, table) -> {
              RowGradient own = g.of(table);
              if (own != null) {
                rows.put(path, sorted(own));
              }
            });
    return new ShardGradient(1, g.loss(), gradients, rows);
  }

  /** Without the further paths of what has several. */
  private static <T> Map<String, T> byPath(Map<String, T> named) {
    Map<String, T> once = new LinkedHashMap<>();
    named.forEach(
        (path, thing) -> {
          if (!once.containsValue(thing)) {
            once.put(path, thing);
          }
        });
    return once;
  }

  private static RowGradient sorted(RowGradient g) {
    int[] order =
        IntStream.range(0, g.rows().length)
            .boxed()
            .sorted((a, b) -> Integer.compare(g.rows()[a], g.rows()[b]))
            .mapToInt(i -> i)
            .toArray();
    return new RowGradient(
        Arrays.stream(order).map(i -> g.rows()[i]).toArray(),
        Indexing.indexSelect(g.gradient(), 0, IntTensor.of(order)));
  }

  /**
   * Both added, this one's numbers being the left ones.
   *
   * @throws IllegalArgumentException if they are of different parameters
   */
  public ShardGradient plus(ShardGradient other) {
    if (!gradients.keySet().equals(other.gradients.keySet())) {
      throw new IllegalArgumentException("plus: the gradients are of different parameters");
    }
    Map<String, Tensor> sums = new LinkedHashMap<>();
    gradients.forEach(
        (path, g) -> sums.put(path, g.add(requireNonNull(other.gradients.get(path), path))));
    Map<String, RowGradient> rowSums = new LinkedHashMap<>(rows);
    other.rows.forEach((path, g) -> rowSums.merge(path, g, ShardGradient::plus));
    return new ShardGradient(shards + other.shards, loss.add(other.loss), sums, rowSums);
  }

  private static RowGradient plus(RowGradient left, RowGradient right) {
    int[] mentions =
        IntStream.concat(Arrays.stream(left.rows()), Arrays.stream(right.rows())).toArray();
    int[] distinct = Arrays.stream(mentions).sorted().distinct().toArray();
    int[] place = Arrays.stream(mentions).map(row -> Arrays.binarySearch(distinct, row)).toArray();
    return new RowGradient(
        distinct,
        Scattering.segmentSum(
            Movement.concat(0, left.gradient(), right.gradient()),
            IntTensor.of(place),
            distinct.length));
  }

  /** The same with gradients times a number, and the loss times another. */
  ShardGradient scaled(double gradientFactor, double lossFactor) {
    Map<String, Tensor> scaled = new LinkedHashMap<>();
    gradients.forEach((path, g) -> scaled.put(path, g.mul(gradientFactor)));
    Map<String, RowGradient> scaledRows = new LinkedHashMap<>();
    rows.forEach(
        (path, g) ->
            scaledRows.put(path, new RowGradient(g.rows(), g.gradient().mul(gradientFactor))));
    return new ShardGradient(shards, loss.mul(lossFactor), scaled, scaledRows);
  }

  /**
   * What an optimizer of a module of the same making applies.
   *
   * @throws IllegalArgumentException if the module has no parameter or table of a name
   */
  public ParameterGradients on(NeuralModule module) {
    Map<String, Parameter> parameters = module.namedParameters();
    Map<Parameter, Tensor> given = new LinkedHashMap<>();
    gradients.forEach((path, g) -> given.put(found(parameters, path), g));
    Map<String, RowTable> tables = module.namedTables();
    Map<RowTable, RowGradient> givenRows = new LinkedHashMap<>();
    rows.forEach((path, g) -> givenRows.put(found(tables, path), g));
    return ParameterGradients.given(loss, given, givenRows);
  }

  private static <T> T found(Map<String, T> all, String path) {
    T thing = all.get(path);
    if (thing == null) {
      throw new IllegalArgumentException(
          "shardGradient: got a gradient for '"
              + (path.length() <= 100 ? path : path.substring(0, 100) + "…")
              + "', which is none of the module's "
              + all.size()
              + "; compute it on a module of the same structure");
    }
    return thing;
  }
}
