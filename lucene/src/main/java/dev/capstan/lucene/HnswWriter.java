package dev.capstan.lucene;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Makes an index of named vectors in a folder, or changes the one that is there.
 *
 * <pre>{@code
 * try (HnswWriter writer = HnswWriter.open(folder, 32, Metric.COSINE)) {
 *   writer.add("order-17", vector, "a payload");
 *   writer.merge();
 *   writer.commit();
 * }
 * }</pre>
 *
 * <p>What is written is seen by others after {@link #commit} alone, all of it or nothing; closing
 * gives up what was not committed. One writer may have the folder open at a time. Merges run in the
 * calling thread, so that the same calls from one thread make the same graph.
 */
public final class HnswWriter implements AutoCloseable {

  /**
   * How dense a graph is (Malkov, Yashunin 2018).
   *
   * @param m links of a vector in each layer, twice as many in the lowest
   * @param beam candidates kept while links are sought ({@code efConstruction})
   */
  public record Graph(int m, int beam) {
    public Graph {
      if (m < 2 || m > 512 || beam < 1 || beam > 3200) {
        throw new IllegalArgumentException(
            "hnsw: graph: got "
                + m
                + " links and a beam of "
                + beam
                + ", expected 2 to 512 and 1 to 3200");
      }
    }

    /** 16 links, a beam of 100. */
    public static Graph usual() {
      return new Graph(16, 100);
    }
  }

  private final Path folder;
  private final Vectors vectors;
  private final IndexWriter writer;

  private HnswWriter(Path folder, Vectors vectors, IndexWriter writer) {
    this.folder = folder;
    this.vectors = vectors;
    this.writer = writer;
  }

  /** As {@link #open(Path, int, Metric, Graph)}, with the usual graph. */
  public static HnswWriter open(Path folder, int width, Metric metric) throws IOException {
    requireNonNull(folder, "folder");
    requireNonNull(metric, "metric");
    return open(folder, width, metric, Graph.usual());
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @param width numbers in a vector, at most 1024
   * @throws IOException if the folder holds an index of other vectors, or is open elsewhere
   */
  public static HnswWriter open(Path folder, int width, Metric metric, Graph graph)
      throws IOException {
    requireNonNull(folder, "folder");
    requireNonNull(metric, "metric");
    requireNonNull(graph, "graph");
    Vectors vectors = new Vectors(width, metric);
    Files.createDirectories(folder);
    Directory directory = FSDirectory.open(folder);
    try {
      if (DirectoryReader.indexExists(directory)) {
        requireSame(vectors, HnswIndex.vectors(directory, folder), folder);
      }
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(codec(graph))
              .setMergeScheduler(new SerialMergeScheduler())
              .setCommitOnClose(false);
      IndexWriter writer = new IndexWriter(directory, config);
      writer.setLiveCommitData(vectors.commitData().entrySet());
      return new HnswWriter(folder, vectors, writer);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static Codec codec(Graph graph) {
    KnnVectorsFormat format = new Lucene99HnswVectorsFormat(graph.m(), graph.beam());
    return new Lucene912Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  private static void requireSame(Vectors here, Vectors there, Object where) throws IOException {
    if (!here.equals(there)) {
      throw new IOException(
          "hnsw: "
              + where
              + ": an index of vectors of "
              + there.width()
              + " by "
              + there.metric()
              + ", expected "
              + here.width()
              + " by "
              + here.metric());
    }
  }

  // --- changes --------------------------------------------------------------------------------

  /** Adds a vector without a payload. */
  public void add(String id, float[] vector) throws IOException {
    requireNonNull(id, "id");
    requireNonNull(vector, "vector");
    add(id, vector, "");
  }

  /**
   * Adds a vector, or replaces the one of this name.
   *
   * @throws dev.capstan.ops.ShapeException if it is of another width
   * @throws IllegalArgumentException if it is not finite
   */
  public void add(String id, float[] vector, String payload) throws IOException {
    requireNonNull(id, "id");
    requireNonNull(vector, "vector");
    requireNonNull(payload, "payload");
    Document document = new Document();
    document.add(new StringField(Vectors.ID, id, Field.Store.YES));
    document.add(new StoredField(Vectors.PAYLOAD, payload));
    document.add(
        new KnnFloatVectorField(
            Vectors.VECTOR, vectors.ready("add", vector), vectors.similarity()));
    writer.updateDocument(new Term(Vectors.ID, id), document);
  }

  /** Removes the vector of this name, if there is one. */
  public void remove(String id) throws IOException {
    requireNonNull(id, "id");
    writer.deleteDocuments(new Term(Vectors.ID, id));
  }

  /**
   * Adds all vectors of other folders, as the tasks of a cluster have made them, one each.
   *
   * @throws IOException if one holds other vectors, or a name occurs twice in all; nothing that was
   *     not committed is kept then, and this writer is closed
   */
  public void addIndexes(List<Path> folders) throws IOException {
    Directory[] others = new Directory[requireNonNull(folders, "folders").size()];
    try {
      for (int i = 0; i < others.length; i++) {
        others[i] = FSDirectory.open(folders.get(i));
        requireSame(vectors, HnswIndex.vectors(others[i], folders.get(i)), folders.get(i));
      }
      writer.addIndexes(others);
      requireDistinct();
    } catch (IOException e) {
      writer.rollback();
      throw e;
    } finally {
      for (Directory other : others) {
        if (other != null) {
          other.close();
        }
      }
    }
  }

  private void requireDistinct() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      Terms names = MultiTerms.getTerms(reader, Vectors.ID);
      if (names == null || reader.numDocs() == names(names)) {
        return;
      }
      TermsEnum each = names.iterator();
      while (each.next() != null) {
        if (reader.hasDeletions() ? HnswIndex.count(reader, each.term()) > 1 : each.docFreq() > 1) {
          throw new IOException(
              "hnsw: " + folder + ": name '" + each.term().utf8ToString() + "' occurs twice");
        }
      }
    }
  }

  private static long names(Terms names) throws IOException {
    long count = 0;
    TermsEnum each = names.iterator();
    while (each.next() != null) {
      count++;
    }
    return count;
  }

  /** Makes one graph of all: searches take a fraction of the time then. It may take long. */
  public void merge() throws IOException {
    merge(1);
  }

  /**
   * Makes so few graphs of all, or as many as there are if those are fewer.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public void merge(int graphs) throws IOException {
    if (graphs < 1) {
      throw new IllegalArgumentException("merge: got " + graphs + " graphs, expected 1 or more");
    }
    writer.forceMerge(graphs);
  }

  /** Writes everything down, to be seen by whoever opens the folder from now on. */
  public void commit() throws IOException {
    writer.commit();
  }

  /** Gives up what was not committed. */
  @Override
  public void close() throws IOException {
    if (writer.isOpen()) {
      writer.rollback();
    }
    writer.getDirectory().close();
  }

  @Override
  public String toString() {
    return "HnswWriter("
        + folder
        + ", vectors of "
        + vectors.width()
        + ", "
        + vectors.metric()
        + ")";
  }
}
