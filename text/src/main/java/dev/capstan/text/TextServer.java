package dev.capstan.text;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Snapshot;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An encoder for a service: any thread may ask it, and queries that come again are remembered.
 *
 * <pre>{@code
 * TextServer server = TextServer.of(encoder).withCache(10_000);
 * float[] vector = server.encode("a large striped wild cat");      // from any thread
 * }</pre>
 *
 * <p>It works on a snapshot: what is trained afterwards is not seen until {@link #publish}. A
 * thread takes a replica, which shares the weights, and gives it back; there are never more
 * replicas than threads have asked at the same time.
 */
public final class TextServer {
  private volatile State state;
  private final int cached;

  /** A snapshot with the replicas of it that are free, and what was asked of it. */
  private record State(
      Snapshot<SentenceEncoder> snapshot,
      ConcurrentLinkedQueue<SentenceEncoder> free,
      Map<String, float[]> known) {}

  private TextServer(Snapshot<SentenceEncoder> snapshot, int cached) {
    this.cached = cached;
    this.state = fresh(snapshot);
  }

  /**
   * A server of the encoder as it is now, without a cache; to be called by the thread that trains.
   */
  public static TextServer of(SentenceEncoder encoder) {
    requireNonNull(encoder, "encoder");
    return new TextServer(Snapshot.of(encoder), 0);
  }

  /**
   * The same, remembering the vectors of the queries that were asked last.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public TextServer withCache(int queries) {
    if (queries < 0) {
      throw new IllegalArgumentException("cache: got " + queries + ", expected 0 or more");
    }
    return new TextServer(state.snapshot(), queries);
  }

  /** Serves the encoder as it is now; to be called by the thread that trains, between two steps. */
  public void publish(SentenceEncoder encoder) {
    requireNonNull(encoder, "encoder");
    state = fresh(Snapshot.of(encoder));
  }

  private State fresh(Snapshot<SentenceEncoder> snapshot) {
    return new State(snapshot, new ConcurrentLinkedQueue<>(), new LeastRecent(cached));
  }

  /** The vector of a text. */
  public float[] encode(String text) {
    Objects.requireNonNull(text, "text");
    State now = state;
    float[] known = lookUp(now, text);
    if (known != null) {
      return known.clone();
    }
    float[] found = encode(now, List.of(text)).toFloatArray();
    synchronized (now.known()) {
      now.known().put(text, found);
    }
    return found.clone();
  }

  private static float @Nullable [] lookUp(State now, String text) {
    synchronized (now.known()) {
      return now.known().get(text);
    }
  }

  /** The vectors [N, D] of texts, in their order; these are not remembered. */
  public Tensor encode(List<String> texts) {
    requireNonNull(texts, "texts");
    return encode(state, new ArrayList<>(texts));
  }

  private static Tensor encode(State now, List<String> texts) {
    SentenceEncoder free = now.free().poll();
    SentenceEncoder encoder = free == null ? now.snapshot().replica() : free;
    try {
      return encoder.encode(texts);
    } finally {
      now.free().add(encoder);
    }
  }

  /** A map that forgets what was asked longest ago. */
  private static final class LeastRecent extends LinkedHashMap<String, float[]> {
    private static final long serialVersionUID = 1;
    private final int most;

    LeastRecent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
      return size() > most;
    }
  }
}
