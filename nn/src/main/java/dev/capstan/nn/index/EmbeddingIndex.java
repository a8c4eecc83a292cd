package dev.capstan.nn.index;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Named vectors, and which of them are nearest to a query: exactly, by looking at all of them.
 *
 * <pre>{@code
 * EmbeddingIndex index = EmbeddingIndex.create(32, Metric.COSINE);
 * index.add("order-17", vector);
 * for (Match match : index.search(query, 5)) { ... match.id(), match.distance() ... }
 * index.save(Path.of("orders.index"));
 * }</pre>
 *
 * <p>Vectors are float32, feature by feature in blocks of 1024 ({@link Columns}); a search looks at
 * the blocks on all threads of the common pool once there are enough of them, keeps the nearest of
 * each and merges them, and gives distances that are computed in double. Rows at equal distance
 * come in the order in which they lie. With {@link Metric#COSINE} vectors are kept at length 1.
 *
 * <p>Any number of threads may search while others add and remove: changes wait for searches, and
 * searches for changes. An index that was loaded reads its vectors from the mapped file as they are
 * asked for.
 */
public final class EmbeddingIndex {
  /** Numbers to look at from which on a search is worth more threads than one. */
  private static final long WORTH_THREADS = 1 << 20;

  private static final int QUERIES_AT_A_TIME = 16;

  private final int width;
  private final Metric metric;
  private final List<VectorBlock> blocks;
  private final List<String> ids;
  private final List<String> payloads;
  private final Map<String, Integer> places = new HashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  EmbeddingIndex(
      int width, Metric metric, List<VectorBlock> blocks, List<String> ids, List<String> payloads) {
    this.width = width;
    this.metric = metric;
    this.blocks = blocks;
    this.ids = ids;
    this.payloads = payloads;
    for (int i = 0; i < ids.size(); i++) {
      places.put(ids.get(i), i);
    }
  }

  /** An index without vectors. */
  public static EmbeddingIndex create(int width, Metric metric) {
    requireNonNull(metric, "metric");
    if (width < 1) {
      throw new IllegalArgumentException("index: width: got " + width + ", expected 1 or more");
    }
    return new EmbeddingIndex(
        width, metric, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  // --- what is in it --------------------------------------------------------------------------

  /** Numbers in a vector. */
  public int width() {
    return width;
  }

  public Metric metric() {
    return metric;
  }

  public int size() {
    return reading(ids::size);
  }

  public boolean contains(String id) {
    requireNonNull(id, "id");
    return reading(() -> places.containsKey(id));
  }

  /** A vector, at length 1 where the metric is the cosine; empty if there is none of this name. */
  public Optional<float[]> vector(String id) {
    requireNonNull(id, "id");
    return reading(
        () -> {
          Integer place = places.get(id);
          return place == null ? Optional.empty() : Optional.of(get(place));
        });
  }

  // --- changes --------------------------------------------------------------------------------

  /** Adds a vector without a payload. */
  public void add(String id, float[] vector) {
    requireNonNull(id, "id");
    add(id, vector, "");
  }

  /**
   * Adds a vector, or replaces the one of this name.
   *
   * @throws ShapeException if it is of another width
   * @throws IllegalArgumentException if it is not finite
   */
  public void add(String id, float[] vector, String payload) {
    requireNonNull(id, "id");
    requireNonNull(payload, "payload");
    float[] ready = ready("add", vector);
    lock.writeLock().lock();
    try {
      put(id, ready, payload);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Adds a row {@code [N, D]} for each name; all of them, or none if one is refused. */
  public void addAll(List<String> names, Tensor rows) {
    requireNonNull(names, "names");
    float[][] ready = split("addAll", rows);
    if (ready.length != names.size()) {
      throw new ShapeException(
          "addAll: got " + names.size() + " names for rows " + rows.shape() + ", expected as many");
    }
    lock.writeLock().lock();
    try {
      for (int i = 0; i < ready.length; i++) {
        put(names.get(i), ready[i], "");
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void put(String id, float[] vector, String payload) {
    Integer known = places.get(id);
    int place = known == null ? ids.size() : known;
    if (known == null) {
      if (place == blocks.size() * Columns.ROWS_AT_A_TIME) {
        blocks.add(VectorBlock.empty(width));
      }
      ids.add(id);
      payloads.add(payload);
      places.put(id, place);
    } else {
      payloads.set(place, payload);
    }
    set(place, vector);
  }

  /**
   * Removes a vector; the last one takes its place.
   *
   * @return whether there was one of this name
   */
  public boolean remove(String id) {
    requireNonNull(id, "id");
    lock.writeLock().lock();
    try {
      Integer place = places.remove(id);
      if (place == null) {
        return false;
      }
      int last = ids.size() - 1;
      if (place != last) {
        set(place, get(last));
        ids.set(place, ids.get(last));
        payloads.set(place, payloads.get(last));
        places.put(ids.get(place), place);
      }
      ids.remove(last);
      payloads.remove(last);
      if (last % Columns.ROWS_AT_A_TIME == 0) {
        blocks.remove(blocks.size() - 1);
      }
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void set(int place, float[] vector) {
    blocks.get(place / Columns.ROWS_AT_A_TIME).set(place % Columns.ROWS_AT_A_TIME, vector);
  }

  private float[] get(int place) {
    return blocks.get(place / Columns.ROWS_AT_A_TIME).get(place % Columns.ROWS_AT_A_TIME);
  }

  // --- search ---------------------------------------------------------------------------------

  /** The {@code k} nearest vectors, nearest first; all, if there are fewer. */
  public List<Match> search(float[] query, int k) {
    requireNonNull(query, "query");
    float[][] queries = {ready("search", query)};
    return reading(() -> found(queries, requireCount(k)).get(0));
  }

  /** The {@code k} nearest vectors of each query {@code [Q, D]}. */
  public List<List<Match>> search(Tensor queries, int k) {
    requireNonNull(queries, "queries");
    float[][] rows = split("search", queries);
    return reading(() -> found(rows, requireCount(k)));
  }

  /** The nearest vector, if it is near enough; empty means: unknown. */
  public Optional<Match> find(float[] query, double threshold) {
    requireNonNull(query, "query");
    return search(query, 1).stream().filter(match -> match.distance() <= threshold).findFirst();
  }

  private static int requireCount(int k) {
    if (k < 0) {
      throw new IllegalArgumentException("search: k: got " + k + ", expected 0 or more");
    }
    return k;
  }

  private List<List<Match>> found(float[][] queries, int k) {
    List<List<Match>> all = new ArrayList<>(queries.length);
    for (int from = 0; from < queries.length; from += QUERIES_AT_A_TIME) {
      float[][] some =
          Arrays.copyOfRange(queries, from, Math.min(queries.length, from + QUERIES_AT_A_TIME));
      all.addAll(foundTogether(some, k));
    }
    return all;
  }

  private List<List<Match>> foundTogether(float[][] queries, int k) {
    IntStream each = IntStream.range(0, blocks.size());
    boolean threads =
        (long) ids.size() * width * queries.length >= WORTH_THREADS && ThreadLimit.current() > 1;
    List<List<List<Place>>> byBlock =
        (threads ? each.parallel() : each).mapToObj(b -> nearest(b, queries, k)).toList();
    List<List<Match>> found = new ArrayList<>();
    for (int q = 0; q < queries.length; q++) {
      int query = q;
      found.add(
          byBlock.stream()
              .flatMap(block -> block.get(query).stream())
              .sorted()
              .limit(k)
              .map(p -> new Match(ids.get(p.row), p.distance, payloads.get(p.row)))
              .toList());
    }
    return found;
  }

  private record Place(double distance, int row) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Double.compare(distance, other.distance);
      return order != 0 ? order : Integer.compare(row, other.row);
    }
  }

  /** The nearest of one block for each query. */
  private List<List<Place>> nearest(int block, float[][] queries, int k) {
    int first = block * Columns.ROWS_AT_A_TIME;
    int count = Math.min(Columns.ROWS_AT_A_TIME, ids.size() - first);
    FloatColumns columns = FloatColumns.ready(blocks.get(block).features(), count, metric);
    Columns.Queries asked = columns.queries(Tensor.of(queries));
    RowDistances[] distances = asked.measure(0, queries.length);
    List<List<Place>> found = new ArrayList<>();
    for (int q = 0; q < queries.length; q++) {
      int query = q;
      found.add(
          IntStream.of(distances[q].nearest(k, -1))
              .mapToObj(row -> new Place(asked.exact(query, row), first + row))
              .toList());
    }
    return found;
  }

  // --- files ----------------------------------------------------------------------------------

  /**
   * Writes the whole index to a file, or nothing.
   *
   * @throws IOException if it cannot be written; an earlier file is then still there
   */
  public void save(Path file) throws IOException {
    lock.readLock().lock();
    try {
      IndexFile.write(file, width, metric, blocks, ids, payloads);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Opens a file that {@link #save} has written, once it has been read through and found unchanged.
   * Vectors are read from the mapped file as they are asked for; changes stay in memory until they
   * are saved.
   *
   * @throws IOException if it is no such file, is cut short, or has been changed
   */
  public static EmbeddingIndex load(Path file) throws IOException {
    return IndexFile.read(file);
  }

  // --- checks ---------------------------------------------------------------------------------

  private float[] ready(String what, float[] vector) {
    return split(what, Tensor.of(vector, 1, vector.length))[0];
  }

  private float[][] split(String what, Tensor rows) {
    if (rows.rank() != 2 || rows.shape().get(1) != width) {
      throw new ShapeException(
          what + ": got vectors " + rows.shape() + ", expected [N, " + width + "]");
    }
    MatrixRows.requireFinite(what, rows);
    float[] x = rows.toFloatArray();
    if (metric == Metric.COSINE) {
      MatrixRows.normalize(x, width);
    }
    float[][] each = new float[rows.shape().get(0)][];
    Arrays.setAll(each, i -> Arrays.copyOfRange(x, i * width, (i + 1) * width));
    return each;
  }

  private <T> T reading(Supplier<T> work) {
    lock.readLock().lock();
    try {
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "EmbeddingIndex(" + size() + " vectors of " + width + ", " + metric + ")";
  }
}
