package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.CapstanTasks;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ourselves as somebody else's opponent: with other settings, in a process of its own. */
public final class Serve {
  private @Nullable Task task;

  private Serve() {}

  public static void main(String[] args) throws IOException {
    Serve serve = new Serve();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(Line.of(serve.answer(Line.read(line, Request.class))));
    }
    System.exit(0);
  }

  private Request.Answer answer(Request request) throws IOException {
    if (request.prepare() != null) {
      Request.Prepare p = request.prepare();
      task =
          CapstanTasks.prepare(
              Workload.named(p.workload(), DType.valueOf(p.dtype().toUpperCase(Locale.ROOT))));
      return new Request.Answer(
          "capstan, threads=" + System.getProperty("capstan.threads"), null, null, null);
    }
    if (task == null) {
      return new Request.Answer(null, null, null, "nothing was prepared");
    }
    if (request.run() != null) {
      return new Request.Answer(null, null, task.micros(request.run()), null);
    }
    if (request.outcome() != null) {
      Files.write(Path.of(request.outcome()), bytes(task.outcome()));
    }
    return new Request.Answer(null, null, null, null);
  }

  private static byte[] bytes(double[] all) {
    ByteBuffer bytes = ByteBuffer.allocate(all.length * Double.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(all);
    return bytes.array();
  }
}
