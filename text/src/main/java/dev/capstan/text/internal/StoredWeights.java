package dev.capstan.text.internal;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.Magnitudes;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Refuses weights that no encoder can have: numbers that are stored as something else than floats,
 * and NaN or infinities, which one would otherwise meet in every vector and no message.
 */
public final class StoredWeights {
  private static final List<String> FLOATS = List.of("F64", "F32", "F16", "BF16");

  /** model2vec's tables may be quantized. */
  private static final List<String> FLOATS_AND_BYTES = List.of("F64", "F32", "F16", "BF16", "I8");

  private StoredWeights() {}

  /**
   * Refuses tensors that hold integers or booleans.
   *
   * @param asked which of the file's names are weights
   * @throws IOException that names file, tensor and type
   */
  public static void requireFloats(Path file, Predicate<String> asked) throws IOException {
    requireNonNull(asked, "asked");
    require(file, asked, FLOATS);
  }

  /** As {@link #requireFloats}, but bytes are numbers too. */
  public static void requireFloatsOrBytes(Path file, Predicate<String> asked) throws IOException {
    requireNonNull(asked, "asked");
    require(file, asked, FLOATS_AND_BYTES);
  }

  private static void require(Path file, Predicate<String> asked, List<String> types)
      throws IOException {
    for (Map.Entry<String, String> each : Safetensors.storedTypes(file).entrySet()) {
      if (asked.test(each.getKey())) {
        require(file, each.getKey(), each.getValue(), types);
      }
    }
  }

  /** Refuses one tensor by its stored type. */
  public static void requireFloats(Path file, String name, String type) throws IOException {
    require(file, name, type, FLOATS);
  }

  private static void require(Path file, String name, String type, List<String> types)
      throws IOException {
    if (!types.contains(type)) {
      throw new IOException(
          file
              + ": '"
              + name
              + "' is stored as "
              + type
              + ", expected weights, as one of "
              + String.join(", ", types));
    }
  }

  /**
   * Refuses weights of which one is NaN or infinite.
   *
   * @param weights by the file's names
   * @throws IOException that names file, tensor, the first place and how many there are
   */
  public static void requireFinite(Path file, Map<String, Tensor> weights) throws IOException {
    requireNonNull(file, "file");
    for (Map.Entry<String, Tensor> each : weights.entrySet()) {
      if (!Magnitudes.finite(each.getValue())) {
        throw notFinite(file, each.getKey(), each.getValue());
      }
    }
  }

  private static IOException notFinite(Path file, String name, Tensor weight) {
    int[] bad =
        IntStream.range(0, weight.size()).filter(i -> !Double.isFinite(weight.at(i))).toArray();
    return new IOException(
        file
            + ": '"
            + name
            + "' is "
            + weight.at(bad[0])
            + " at "
            + place(weight.shape(), bad[0])
            + (bad.length == 1 ? "" : ", one of " + bad.length + " numbers that are not finite")
            + "; the file is damaged, or of a training that diverged");
  }

  private static String place(Shape shape, int flat) {
    int[] strides = shape.strides();
    int[] place = new int[strides.length];
    int rest = flat;
    for (int axis = 0; axis < place.length; axis++) {
      place[axis] = rest / strides[axis];
      rest %= strides[axis];
    }
    return Arrays.toString(place);
  }
}
