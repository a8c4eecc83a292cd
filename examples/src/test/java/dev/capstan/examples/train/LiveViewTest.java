package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.nn.train.StepReport;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Training watched from a browser, asked as a browser would. */
@Timeout(60)
final class LiveViewTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private final StringWriter err = new StringWriter();

  private LiveView view() throws IOException {
    return new LiveView(Progress.silent(), "digits", 3, 0, () -> false, new PrintWriter(err));
  }

  private static HttpRequest.Builder request(LiveView view, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + view.port() + path));
  }

  private static HttpResponse<String> answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> tell(LiveView view, String path)
      throws IOException, InterruptedException {
    return answer(request(view, path).header(LiveServer.HEADER, "1").POST(BodyPublishers.noBody()));
  }

  private static StepReport step(int epoch) {
    return new StepReport(epoch, 1, epoch, 0.5, 1, 0.001);
  }

  @Test
  void itSaysWhereItIsAndShowsWhatThereIs() throws IOException, InterruptedException {
    try (LiveView view = view()) {
      assertEquals("live: http://127.0.0.1:" + view.port() + "/", err.toString().strip());
      assertTrue(answer(request(view, "/")).body().contains("<title>Training, live</title>"));
      view.watching(
          () -> Tensor.of(new double[][] {{1, 0}, {-1, 0}, {0, 0.5}}),
          IntTensor.of(0, 1, 1),
          List.of("cat", "dog"));
      view.step(step(1));
      view.epoch(1, 0.25, 0.75);
      String state = answer(request(view, "/state")).body();
      assertTrue(state.contains("\"history\":[[1.0,0.25,0.75,0.001]]"), state);
      assertTrue(state.contains("\"classes\":[\"cat\",\"dog\"]"), state);
      assertEquals(
          3, state.substring(state.indexOf("\"map\":")).split("\\],\\[", -1).length, state);
    }
  }

  @Test
  void itIsClosedWithTheRun() throws IOException {
    LiveView view = view();
    int port = view.port();
    view.close();
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  /** The run waits inside of the step until somebody lets it go on. */
  @Test
  void pausingHoldsTheRunAndStoppingEndsIt() throws IOException, InterruptedException {
    try (LiveView view = view()) {
      tell(view, "/pause");
      Thread run = new Thread(() -> view.step(step(1)));
      run.start();
      run.join(300);
      assertTrue(run.isAlive(), "it goes on although it is held");
      String state = answer(request(view, "/state")).body();
      assertTrue(state.contains("\"paused\":true"), state);
      tell(view, "/resume");
      run.join();
      assertFalse(view.stopAsked());
      tell(view, "/pause");
      Thread again = new Thread(() -> view.step(step(2)));
      again.start();
      tell(view, "/stop");
      again.join();
      assertTrue(view.stopAsked());
    }
  }

  @Test
  void anotherPageIsRefused() throws IOException, InterruptedException {
    try (LiveView view = view()) {
      assertEquals(
          403, answer(request(view, "/state").header("Origin", "http://example.org")).statusCode());
      assertEquals(403, answer(request(view, "/stop").POST(BodyPublishers.noBody())).statusCode());
      assertEquals(
          200,
          answer(request(view, "/state").header("Origin", "http://localhost:" + view.port()))
              .statusCode());
      assertFalse(view.stopAsked());
    }
  }

  /** A name that leads to 127.0.0.1 makes another page's address look like this one's. */
  @Test
  void anotherNameIsRefused() throws IOException {
    try (LiveView view = view();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), view.port())) {
      String request = "GET /state HTTP/1.1\r\nHost: example.org:" + view.port() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 403", new String(start, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void whatIsNotThereSaysSo() throws IOException, InterruptedException {
    try (LiveView view = view()) {
      assertEquals(404, answer(request(view, "/etc/passwd")).statusCode());
      assertEquals(405, answer(request(view, "/stop")).statusCode());
    }
  }

  private static int train(StringWriter err, Path folder, String... more) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    String[] all = new String[more.length + 5];
    System.arraycopy(
        new String[] {
          "train", "iris", "--epochs=2", "--report=" + folder, "--json=" + folder.resolve("r.json")
        },
        0,
        all,
        0,
        5);
    System.arraycopy(more, 0, all, 5, more.length);
    return line.execute(all);
  }

  @Test
  void lookingOnChangesNothing(@TempDir Path folder) throws IOException {
    assertEquals(0, train(err, folder.resolve("plain")), err::toString);
    assertEquals(0, train(err, folder.resolve("live"), "--live"), err::toString);
    assertTrue(err.toString().contains("live: http://127.0.0.1:"), err::toString);
    assertEquals(history(folder.resolve("plain")), history(folder.resolve("live")));
  }

  private static String history(Path folder) throws IOException {
    String json = Files.readString(folder.resolve("r.json"));
    return json.substring(json.indexOf("\"loss_history\""), json.indexOf("\"seconds\""));
  }

  @Test
  void aPortThatIsTakenIsRefused(@TempDir Path folder) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(2, train(err, folder, "--live=" + taken.getLocalPort()));
      assertTrue(
          err.toString().contains("--live: port " + taken.getLocalPort() + " is taken"),
          err::toString);
    }
    StringWriter second = new StringWriter();
    assertEquals(2, train(second, folder, "--live=70000"));
    assertTrue(
        second.toString().contains("--live: got 70000, expected a port from 0 to 65535"),
        second::toString);
  }
}
