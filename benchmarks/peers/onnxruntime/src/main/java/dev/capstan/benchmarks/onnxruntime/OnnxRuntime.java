package dev.capstan.benchmarks.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.capstan.benchmarks.workload.Kind;
import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * ONNX Runtime over an encoder that {@code export.py}, beside this module, has written with the
 * workload's own weights: {@code -Dcapstan.onnx=FOLDER} names where.
 */
public final class OnnxRuntime implements Peer {
  private static final String FOLDER = "capstan.onnx";

  /** The stream of {@link Workload#below} that the pieces come from. */
  private static final int IDS = 1000;

  @Override
  public String id() {
    return "onnxruntime";
  }

  @Override
  public String name() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public Optional<Task> prepare(Workload w) {
    if (w.kind() != Kind.ENCODER || w.dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    Path file = file(w);
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(file.toString(), options());
      int n = w.size(4) * w.size(5);
      long[] ids = Arrays.stream(w.below(Workload.PIECES, IDS, n)).asLongStream().toArray();
      long[] shape = {w.size(4), w.size(5)};
      OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
      return Optional.of(new Session(session, input));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path file(Workload w) {
    String folder = System.getProperty(FOLDER, "");
    if (folder.isEmpty()) {
      throw new IllegalStateException(
          "no -D" + FOLDER + "=FOLDER with what benchmarks/peers/onnxruntime/export.py writes");
    }
    Path file = Path.of(folder, "encoder-" + w.size().replace('×', 'x') + ".onnx");
    if (Files.notExists(file)) {
      throw new IllegalStateException(
          "no " + file + ", which benchmarks/peers/onnxruntime/export.py FOLDER writes");
    }
    return file;
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    int threads = Integer.getInteger("capstan.threads", 1);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    if (threads > 1) {
      // Threads that spin while they wait take the processor from whoever has the turn.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
    }
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return options;
  }

  /** Both live as long as the measuring process. */
  private record Session(OrtSession session, OnnxTensor ids) implements Task {
    @Override
    public Object run() {
      try (OrtSession.Result result = session.run(Map.of("ids", ids))) {
        return result.size();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public double[] outcome() {
      try (OrtSession.Result result = session.run(Map.of("ids", ids))) {
        FloatBuffer found = ((OnnxTensor) result.get(0)).getFloatBuffer();
        double[] all = new double[found.remaining()];
        Arrays.setAll(all, i -> found.get(i));
        return all;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
