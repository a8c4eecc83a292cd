package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A contestant in a process of its own, which waits on its input while others have their turn. It
 * takes its own time, so that what passes between the processes costs it nothing.
 */
final class ProcessPeer implements Peer {
  private final String id;
  private final List<String> command;
  private final BufferedReader in;
  private final Writer out;
  private String name;

  ProcessPeer(String id, List<String> command) {
    this.id = id;
    this.command = command;
    this.name = id;
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      in = process.inputReader(StandardCharsets.UTF_8);
      out = process.outputWriter(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + command.get(0), e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Task> prepare(Workload w) {
    Request.Answer answer =
        ask(
            Request.prepare(
                new Request.Prepare(
                    w.name(),
                    w.kind().name(),
                    w.sizes(),
                    w.dtype().toString(),
                    w.seed(),
                    w.rate())));
    if (answer.absent() != null) {
      throw new IllegalStateException(answer.absent());
    }
    if (answer.name() != null) {
      name = answer.name();
    }
    return Boolean.TRUE.equals(answer.none()) ? Optional.empty() : Optional.of(new Remote());
  }

  private Request.Answer ask(Request request) {
    try {
      out.write(Line.of(request) + "\n");
      out.flush();
      String answer = in.readLine();
      if (answer == null) {
        throw new IllegalStateException(id + ": " + command.get(0) + " ended without an answer");
      }
      return Line.read(answer, Request.Answer.class);
    } catch (IOException e) {
      throw new IllegalStateException(id + ": " + command.get(0) + " does not answer", e);
    }
  }

  private final class Remote implements Task {
    @Override
    public Object run() {
      return micros(1);
    }

    @Override
    public double micros(int runs) {
      Double micros = ask(Request.run(runs)).micros();
      if (micros == null) {
        throw new IllegalStateException(id + ": no time came back");
      }
      return micros;
    }

    @Override
    public double[] outcome() {
      try {
        Path file = Files.createTempFile("capstan-outcome", ".bin");
        try {
          ask(Request.outcome(file.toString()));
          return doubles(Files.readAllBytes(file));
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static double[] doubles(byte[] bytes) {
    double[] all = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(all);
    return all;
  }
}
