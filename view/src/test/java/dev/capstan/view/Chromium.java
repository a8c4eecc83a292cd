package dev.capstan.view;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Chromium without a window, driven by its own protocol over a web socket: enough of it to load a
 * page, press keys, look at it as a phone or a printer would, and hear of errors.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** A browser on a loaded machine takes its time to start; nothing waits this long otherwise. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");
  private static final Pattern TEXT = Pattern.compile("\"value\":\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentHashMap<Integer, CompletableFuture<String>> answers =
      new ConcurrentHashMap<>();
  private final CompletableFuture<String> never = new CompletableFuture<>();
  private volatile CompletableFuture<String> loaded = never;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private Chromium(Process process, URI page) {
    this.process = process;
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** Where it is installed, if it is. */
  static Optional<Path> installed() {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      for (String name : NAMES) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** Starts one whose profile is in a folder of its own. */
  static Chromium start(Path browser, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(port) || Files.readAllLines(port).isEmpty()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        process.destroyForcibly();
        throw new IOException(
            "chromium did not start: " + Files.readString(profile.resolve("log")));
      }
      Thread.sleep(50);
    }
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
    Pattern socket = Pattern.compile("\"type\": \"page\".*?\"(ws://[^\"]+)\"", Pattern.DOTALL);
    Matcher page = socket.matcher("");
    while (!page.find()) {
      if (System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException("chromium has no page");
      }
      page =
          socket.matcher(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                  .body());
    }
    Chromium chromium = new Chromium(process, URI.create(page.group(1)));
    chromium.command("Page.enable", "");
    chromium.command("Runtime.enable", "");
    return chromium;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        heard(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void heard(String message) {
    Matcher id = ID.matcher(message);
    if (id.find()) {
      CompletableFuture<String> waiting = answers.remove(Integer.parseInt(id.group(1)));
      if (waiting != null) {
        waiting.complete(message);
      }
    } else if (message.startsWith("{\"method\":\"Page.loadEventFired\"")) {
      loaded.complete(message);
    } else if (message.startsWith("{\"method\":\"Runtime.exceptionThrown\"")) {
      errors.add(message);
    }
  }

  private String command(String method, String parameters) {
    int id = count.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket
        .sendText(
            "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}",
            true)
        .join();
    return await(answer, method);
  }

  private static String await(CompletableFuture<String> answer, String what) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("chromium: " + what, e);
    }
  }

  /** Loads a page and waits until it is there. */
  void open(String address) {
    loaded = new CompletableFuture<>();
    command("Page.navigate", "\"url\":\"about:blank\"");
    await(loaded, "about:blank");
    loaded = new CompletableFuture<>();
    command("Page.navigate", "\"url\":\"" + address + "\"");
    await(loaded, address);
  }

  /** What an expression comes to, as text. */
  String ask(String expression) {
    String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String answer =
        command(
            "Runtime.evaluate", "\"returnByValue\":true,\"expression\":\"String(" + quoted + ")\"");
    Matcher text = TEXT.matcher(answer);
    if (answer.contains("\"exceptionDetails\"") || !text.find()) {
      throw new IllegalStateException(expression + ": " + answer);
    }
    return plain(text.group(1));
  }

  private static String plain(String json) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (json.charAt(++i) == 'u') {
        out.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(json.charAt(i) == 'n' ? '\n' : json.charAt(i) == 't' ? '\t' : json.charAt(i));
      }
    }
    return out.toString();
  }

  /** Presses keys by their names: {@code "ArrowRight"}, {@code "b"}. */
  void press(String... keys) {
    for (String key : keys) {
      String text = key.length() == 1 ? ",\"text\":\"" + key + "\"" : "";
      text = key.equals("Enter") ? ",\"text\":\"\\r\",\"windowsVirtualKeyCode\":13" : text;
      String what = "\"key\":\"" + key + "\"" + text;
      command("Input.dispatchKeyEvent", "\"type\":\"keyDown\"," + what);
      command("Input.dispatchKeyEvent", "\"type\":\"keyUp\",\"key\":\"" + key + "\"");
    }
  }

  /** Types into what has the focus. */
  void type(String text) {
    command("Input.insertText", "\"text\":\"" + text + "\"");
  }

  /** A window of this size. */
  void size(int width, int height) {
    command(
        "Emulation.setDeviceMetricsOverride",
        "\"width\":"
            + width
            + ",\"height\":"
            + height
            + ",\"deviceScaleFactor\":1,\"mobile\":false");
  }

  /** The medium ("screen", "print") and the scheme ("light", "dark"). */
  void media(String medium, String scheme) {
    command(
        "Emulation.setEmulatedMedia",
        "\"media\":\""
            + medium
            + "\",\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
            + scheme
            + "\"}]");
  }

  /** Whether pages run scripts. */
  void scripts(boolean run) {
    command("Emulation.setScriptExecutionDisabled", "\"value\":" + !run);
  }

  /** The window as a picture. */
  byte[] picture() {
    String answer = command("Page.captureScreenshot", "\"format\":\"png\"");
    int from = answer.indexOf("\"data\":\"") + 8;
    return Base64.getDecoder().decode(answer.substring(from, answer.indexOf('"', from)));
  }

  /** What went wrong in pages so far. */
  List<String> errors() {
    return new ArrayList<>(errors);
  }

  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    // Its folder can be deleted when none of them writes any more.
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }
}
