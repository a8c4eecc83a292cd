package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.data.Batch;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves the batch of a step that was refused, as NaN or infinity came of it: {@code features} and
 * {@code labels} in a safetensors file, the reason in its metadata. Of a batch of another kind than
 * {@link Batch} there is what it says of itself.
 */
public final class RefusedBatch implements TrainingListener {
  private final Path file;

  public RefusedBatch(Path file) {
    requireNonNull(file, "file");
    this.file = file;
  }

  @Override
  public void refused(List<?> batches, ArithmeticException why) {
    requireNonNull(batches, "batches");
    requireNonNull(why, "why");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < batches.size(); i++) {
      if (!(batches.get(i) instanceof Batch batch)) {
        continue;
      }
      String of = batches.size() == 1 ? "" : i + ".";
      tensors.put(of + "features", batch.features());
      tensors.put(
          of + "labels",
          Tensor.generate(DType.FLOAT64, batch.labels().shape(), batch.labels()::at));
    }
    try {
      Safetensors.write(
          tensors,
          Map.of("why", String.valueOf(why.getMessage()), "batches", batches.toString()),
          file);
    } catch (IOException e) {
      why.addSuppressed(new UncheckedIOException(e));
    }
  }
}
