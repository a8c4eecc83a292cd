package dev.capstan.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An embedder in a folder: {@code metadata} as Spark's own stages write it, so that pipelines read
 * it, and {@code model}, which is a safetensors file, an encoder's file or a packed folder.
 */
final class EmbedderFiles {
  private static final String METADATA = "metadata";
  private static final String MODEL = "model";

  private EmbedderFiles() {}

  /** Writes the folder. */
  static final class Writer extends MLWriter {
    private final CapstanEmbedder embedder;

    Writer(CapstanEmbedder embedder) {
      this.embedder = embedder;
    }

    @Override
    public void saveImpl(String path) {
      SparkSession session = sparkSession();
      session
          .createDataset(List.of(metadata(session)), Encoders.STRING())
          .coalesce(1)
          .write()
          .text(new Path(path, METADATA).toString());
      Path model = new Path(path, MODEL);
      Configuration hadoop = session.sparkContext().hadoopConfiguration();
      try {
        FileSystem files = model.getFileSystem(hadoop);
        try (OutputStream out = files.create(model)) {
          out.write(embedder.source().bytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String metadata(SparkSession session) {
      List<String> values = new ArrayList<>();
      scala.collection.Iterator<ParamPair<?>> pairs = embedder.extractParamMap().toSeq().iterator();
      while (pairs.hasNext()) {
        values.add(json(pairs.next()));
      }
      return "{\"class\":"
          + quoted(CapstanEmbedder.class.getName())
          + ",\"timestamp\":"
          + System.currentTimeMillis()
          + ",\"sparkVersion\":"
          + quoted(session.version())
          + ",\"uid\":"
          + quoted(embedder.uid())
          + ",\"paramMap\":{"
          + String.join(",", values)
          + "},\"defaultParamMap\":{},\"kind\":"
          + quoted(embedder.source().kind())
          + ",\"architecture\":"
          + quoted(embedder.source().architecture())
          + "}";
    }

    private <T> String json(ParamPair<T> pair) {
      Param<T> param = pair.param();
      return quoted(param.name()) + ":" + param.jsonEncode(pair.value());
    }

    private String quoted(String text) {
      return new Param<String>(embedder, "text", "").jsonEncode(text);
    }
  }

  /** Reads it. */
  static final class Reader extends MLReader<CapstanEmbedder> {
    @Override
    public CapstanEmbedder load(String path) {
      SparkSession session = sparkSession();
      Row metadata = session.read().json(new Path(path, METADATA).toString()).first();
      String type = metadata.getAs("class");
      if (!type.equals(CapstanEmbedder.class.getName())) {
        throw new IllegalArgumentException(
            "load: " + path + " holds a " + type + ", expected a CapstanEmbedder");
      }
      String uid = metadata.getAs("uid");
      try {
        Path model = new Path(path, MODEL);
        FileSystem files = model.getFileSystem(session.sparkContext().hadoopConfiguration());
        byte[] bytes;
        try (InputStream in = files.open(model)) {
          bytes = in.readAllBytes();
        }
        CapstanEmbedder embedder =
            new CapstanEmbedder(
                uid, source(metadata.getAs("kind"), metadata.getAs("architecture"), bytes));
        Row values = metadata.getAs("paramMap");
        return embedder
            .setInputCol(values.getAs("inputCol"))
            .setOutputCol(values.getAs("outputCol"))
            .setErrorCol(values.getAs("errorCol"))
            .setKeptCols(
                values.<String>getList(values.fieldIndex("keptCols")).toArray(String[]::new))
            .setBatchRows((int) values.<Long>getAs("batchRows").longValue())
            .setInputWidth((int) values.<Long>getAs("inputWidth").longValue());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static EmbeddingSource source(String kind, String architecture, byte[] bytes)
        throws IOException {
      return switch (kind) {
        case ArchitectureSource.KIND -> ArchitectureSource.of(architecture, bytes);
        case EncoderSource.KIND -> new EncoderSource(bytes);
        case FolderSource.KIND -> new FolderSource(bytes);
        default ->
            throw new IllegalArgumentException(
                "load: got a model of kind '" + kind + "', expected one that this version knows");
      };
    }
  }
}
