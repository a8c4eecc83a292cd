package dev.capstan.benchmarks.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.OpSpec;
import dev.capstan.testkit.OpTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code --operations}. */
@Command(
    name = "--operations",
    description = "Times every operation of the op table, beside PyTorch if a Python has it.",
    mixinStandardHelpOptions = true)
public final class EveryOperation implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** With --quick, every so manieth row. */
  private static final int SAMPLE = 25;

  private static final int SMALL = 1000;
  private static final int LARGE = 1_000_000;

  @Option(names = "--python", description = "A Python with PyTorch.")
  private @Nullable String python;

  @Option(names = "--script", description = "The peer's program.")
  private Path script = Path.of("benchmarks/peers/pytorch/operations.py");

  @Option(
      names = "--only",
      split = ",",
      description = "Operations whose name contains one of these.")
  private List<String> only = List.of("");

  @Option(names = "--quick", description = "A sample of the rows, 1,000 elements, float32.")
  private boolean quick;

  @Option(names = "--out", description = "The page to write.")
  private @Nullable Path out;

  @Option(
      names = "--rows",
      description =
          "A file of measured rows: what it has is not measured again, new ones are added.")
  private @Nullable Path measured;

  @Option(names = "--seconds", description = "Ends after so long; a run with --rows goes on.")
  private double seconds = Double.POSITIVE_INFINITY;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    System.setProperty("capstan.threads", "1");
    List<OperationPage.Row> rows = MeasuredRows.read(measured);
    long begin = System.nanoTime();
    Process peer = python == null ? null : start(python);
    try {
      int at = 0;
      for (OpSpec row : OpTable.rows()) {
        boolean late = (System.nanoTime() - begin) * 1e-9 > seconds;
        if (!late
            && only.stream().anyMatch(row.name()::contains)
            && (!quick || at++ % SAMPLE == 0)) {
          measure(row, peer, rows);
        }
      }
    } finally {
      if (peer != null) {
        peer.destroy();
      }
    }
    String page = OperationPage.of(rows);
    if (out != null) {
      Files.writeString(out, page);
    }
    PrintWriter print = spec == null ? null : spec.commandLine().getOut();
    if (print != null) {
      print.println(page);
      print.flush();
    }
    return 0;
  }

  private Process start(String command) throws IOException {
    return new ProcessBuilder(command, script.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void measure(OpSpec row, @Nullable Process peer, List<OperationPage.Row> rows)
      throws IOException {
    for (DType dtype : quick ? List.of(DType.FLOAT32) : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int elements : quick ? new int[] {SMALL} : new int[] {LARGE, SMALL}) {
        boolean known = rows.stream().anyMatch(r -> r.isOf(row.toString(), dtype, elements));
        if (row.dtypes().contains(dtype) && !known) {
          rows.add(measure(row, dtype, elements, peer));
          MeasuredRows.append(measured, rows.get(rows.size() - 1));
        }
      }
    }
  }

  /** A row that a peer does not answer is not timed. */
  private static OperationPage.Row measure(
      OpSpec row, DType dtype, int elements, @Nullable Process peer) throws IOException {
    OperationCase at = OperationCase.of(row, dtype, elements);
    JsonNode answer = peer == null ? null : ask(row, at, dtype, peer);
    boolean alone = answer != null && !answer.has("forward");
    double forward = alone ? Double.NaN : at.forward();
    double both = alone || !row.differentiable() ? Double.NaN : at.withBackward();
    return new OperationPage.Row(
        row.toString(),
        dtype,
        elements,
        at.inputs().stream().map(x -> x.shape().toString()).toList(),
        forward,
        both,
        answer == null ? Double.NaN : answer.path("forward").asDouble(Double.NaN),
        answer == null || !row.differentiable()
            ? Double.NaN
            : answer.path("both").asDouble(Double.NaN));
  }

  private static JsonNode ask(OpSpec row, OperationCase at, DType dtype, Process peer)
      throws IOException {
    ObjectNode request = JSON.createObjectNode();
    request.put("row", row.toString());
    request.put("torch", row.torch());
    request.put("dtype", dtype.toString());
    Path file = Files.createTempFile("inputs", ".f64");
    Path expected = Files.createTempFile("value", ".f64");
    Files.write(file, bytes(at.inputs()));
    Tensor y = at.value();
    Files.write(expected, bytes(List.of(y)));
    request.put("inputs", file.toString());
    request.put("value", expected.toString());
    var shapes = request.putArray("shapes");
    for (Tensor x : at.inputs()) {
      add(shapes.addArray(), x.shape());
    }
    add(request.putArray("result"), y.shape());
    var writer = peer.outputWriter(StandardCharsets.UTF_8);
    writer.write(JSON.writeValueAsString(request));
    writer.newLine();
    writer.flush();
    BufferedReader reader = peer.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    Files.delete(file);
    Files.delete(expected);
    return line == null ? JSON.createObjectNode() : JSON.readTree(line);
  }

  private static void add(com.fasterxml.jackson.databind.node.ArrayNode to, Shape shape) {
    for (int size : shape.toArray()) {
      to.add(size);
    }
  }

  private static byte[] bytes(List<Tensor> tensors) {
    int n = tensors.stream().mapToInt(Tensor::size).sum();
    var buffer =
        java.nio.ByteBuffer.allocate(n * Double.BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (Tensor x : tensors) {
      for (double v : x.toArray()) {
        buffer.putDouble(v);
      }
    }
    return buffer.array();
  }
}
