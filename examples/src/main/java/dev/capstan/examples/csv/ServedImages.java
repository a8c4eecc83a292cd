package dev.capstan.examples.csv;

import dev.capstan.data.ImageEncoder;
import dev.capstan.data.ImageFolder;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An encoder of pictures. */
record ServedImages(ImageEncoder encoder) implements Served {
  @Override
  public int dimension() {
    return encoder.dimension();
  }

  /** One picture, or those of a folder that has a folder for each class. */
  @Override
  public Named named(Path from) throws IOException {
    if (Files.isRegularFile(from)) {
      Tensor vector = Tensor.of(encoder.encode(from), 1, dimension());
      return new Named(List.of(String.valueOf(from.getFileName())), List.of(""), vector);
    }
    ImageFolder images = ImageFolder.open(from, encoder.form());
    List<String> labels = Arrays.stream(images.labels()).mapToObj(images.classes()::get).toList();
    return new Named(images.ids(), labels, encoder.encode(images));
  }

  @Override
  public Labelled labelled(Path folder) throws IOException {
    ImageFolder images = ImageFolder.open(folder, encoder.form());
    Tensor raw = images.dataset().features();
    return new Labelled(
        raw, encoder.embed(raw), IntTensor.of(images.labels()), images.classes(), List.of());
  }
}
