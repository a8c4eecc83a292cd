package dev.capstan.lucene;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.Match;
import dev.capstan.nn.index.Metric;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * The nearest named vectors by walks through graphs (HNSW): most of the nearest, in a fraction of
 * the time that looking at all of them takes.
 *
 * <pre>{@code
 * try (HnswIndex index = HnswIndex.open(folder)) {
 *   for (Match match : index.search(query, 10)) { ... match.id(), match.distance() ... }
 * }
 * }</pre>
 *
 * <p>An index is what its folder held when it was opened, and never changes; any number of threads
 * may search it. Lucene finds candidates, more of which cost time and miss less; of them the
 * nearest are given, by distances that are computed in double from the vectors as they lie, ties by
 * name.
 */
public final class HnswIndex implements AutoCloseable {
  private final Path folder;
  private final Directory directory;
  private final Vectors vectors;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private HnswIndex(Path folder, Directory directory, Vectors vectors, DirectoryReader reader) {
    this.folder = folder;
    this.directory = directory;
    this.vectors = vectors;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  /**
   * Opens a folder that {@link HnswWriter} has written.
   *
   * @throws IOException naming the folder, if there is no such index in it, or it is damaged
   */
  public static HnswIndex open(Path folder) throws IOException {
    requireNonNull(folder, "folder");
    Directory directory = FSDirectory.open(folder);
    try {
      Vectors vectors = vectors(directory, folder);
      return new HnswIndex(folder, directory, vectors, DirectoryReader.open(directory));
    } catch (IOException e) {
      directory.close();
      throw String.valueOf(e.getMessage()).startsWith("hnsw:")
          ? e
          : new IOException("hnsw: " + folder + ": it is damaged: " + e.getMessage(), e);
    }
  }

  /** What the vectors of a folder's last commit are. */
  static Vectors vectors(Directory directory, Path folder) throws IOException {
    try {
      return Vectors.of(SegmentInfos.readLatestCommit(directory).getUserData(), folder);
    } catch (IndexNotFoundException e) {
      throw new NoSuchFileException("hnsw: no index in " + folder);
    }
  }

  static int count(DirectoryReader reader, BytesRef name) throws IOException {
    return new IndexSearcher(reader)
        .count(new TermQuery(new Term(Vectors.ID, BytesRef.deepCopyOf(name))));
  }

  /** Numbers in a vector. */
  public int width() {
    return vectors.width();
  }

  public Metric metric() {
    return vectors.metric();
  }

  public int size() {
    return reader.numDocs();
  }

  public boolean contains(String id) throws IOException {
    requireNonNull(id, "id");
    return count(reader, new BytesRef(id)) > 0;
  }

  // --- search ---------------------------------------------------------------------------------

  /** The {@code k} nearest, of twice as many candidates and fifty more. */
  public List<Match> search(float[] query, int k) throws IOException {
    requireNonNull(query, "query");
    return search(query, k, (int) Math.min(Integer.MAX_VALUE, 2L * Math.max(0, k) + 50));
  }

  /**
   * The {@code k} nearest of so many candidates of each segment, nearest first.
   *
   * @throws IllegalArgumentException if k is negative, or the candidates are fewer than k
   */
  public List<Match> search(float[] query, int k, int candidates) throws IOException {
    requireNonNull(query, "query");
    float[] ready = vectors.ready("search", query);
    if (k < 0 || candidates < Math.max(1, k)) {
      throw new IllegalArgumentException(
          "search: got k = "
              + k
              + " and "
              + candidates
              + " candidates, expected k of 0 or more, and as many candidates or more");
    }
    int most = Math.min(candidates, Math.max(1, reader.numDocs()));
    ScoreDoc[] found =
        searcher.search(new KnnFloatVectorQuery(Vectors.VECTOR, ready, most), most).scoreDocs;
    List<Match> matches = matches(ready, found);
    matches.sort(Comparator.comparingDouble(Match::distance).thenComparing(Match::id));
    return List.copyOf(matches.subList(0, Math.min(k, matches.size())));
  }

  /** The nearest vector, if it is near enough; empty means: unknown. */
  public Optional<Match> find(float[] query, double threshold) throws IOException {
    requireNonNull(query, "query");
    return search(query, 1).stream().filter(m -> m.distance() <= threshold).findFirst();
  }

  /** Vectors are read in the order in which they lie. */
  private List<Match> matches(float[] query, ScoreDoc[] found) throws IOException {
    int[] documents = Arrays.stream(found).mapToInt(each -> each.doc).sorted().toArray();
    StoredFields stored = reader.storedFields();
    List<LeafReaderContext> leaves = reader.leaves();
    List<Match> matches = new ArrayList<>(documents.length);
    int at = 0;
    while (at < documents.length) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(documents[at], leaves));
      int end = leaf.docBase + leaf.reader().maxDoc();
      FloatVectorValues its = requireNonNull(leaf.reader().getFloatVectorValues(Vectors.VECTOR));
      for (; at < documents.length && documents[at] < end; at++) {
        its.advance(documents[at] - leaf.docBase);
        double distance = vectors.distance(query, its.vectorValue());
        var fields = stored.document(documents[at]);
        matches.add(
            new Match(
                requireNonNull(fields.get(Vectors.ID)),
                distance,
                requireNonNull(fields.get(Vectors.PAYLOAD))));
      }
    }
    return matches;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  @Override
  public String toString() {
    return "HnswIndex("
        + folder
        + ", "
        + size()
        + " vectors of "
        + vectors.width()
        + ", "
        + vectors.metric()
        + ")";
  }
}
