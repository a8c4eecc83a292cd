package dev.capstan.examples.csv;

// ServeWine.java
import dev.capstan.data.Encoder;
import dev.capstan.data.Table;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.Match;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

public final class ServeWine {
  public static void main(String[] args) throws IOException {
    Encoder encoder = Encoder.load(Path.of("wine.encoder"));
    EmbeddingIndex index = EmbeddingIndex.load(Path.of("wine.index"));

    // A service gets such a row from a request; more columns than the encoder asks for do no harm.
    Map<String, String> wine = Table.read(Path.of("wine.csv.gz")).row(58);
    float[] vector = encoder.encode(wine);

    for (Match match : index.search(vector, 3)) {
      System.out.println(match.id() + " of class " + match.payload());
    }
    System.out.println(index.find(vector, 0.01).map(Match::payload).orElse("unknown"));

    index.add("bottle 4711", vector, wine.getOrDefault("label", ""));
    index.save(Path.of("wine.index"));
  }
}
