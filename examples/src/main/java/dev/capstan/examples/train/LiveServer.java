package dev.capstan.examples.train;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One page for whoever sits at this machine: bound to 127.0.0.1, and answering none who came here
 * under another name (a page elsewhere whose name leads here) or from another page. What changes
 * anything is asked for with a header that no form of another page can send.
 */
final class LiveServer implements AutoCloseable {
  /** The header that requests must carry which change something. */
  static final String HEADER = "X-Capstan";

  /** The page asks more often than this. */
  static final int BETWEEN_MILLIS = 600;

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService thread;
  private final byte[] page;
  private final Supplier<byte[]> state;
  private final Map<String, Runnable> wishes;
  private volatile long asked = System.nanoTime() - 1_000_000L * 4 * BETWEEN_MILLIS;

  /**
   * Begins to answer.
   *
   * @param port 0 for any that is free
   * @param state what the page asks for over and over
   * @param wishes what it may ask to be done, by path
   * @throws IOException if the port is taken
   */
  LiveServer(int port, Supplier<byte[]> state, Map<String, Runnable> wishes) throws IOException {
    this.state = state;
    this.wishes = wishes;
    page = page();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "live view");
              made.setDaemon(true);
              return made;
            });
    server.setExecutor(thread);
    server.createContext("/", this::answer);
    server.start();
  }

  private static byte[] page() throws IOException {
    try (InputStream in = LiveServer.class.getResourceAsStream("live.html")) {
      if (in == null) {
        throw new IllegalStateException("live.html is missing beside LiveServer.class");
      }
      return in.readAllBytes();
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Whether a page has asked a moment ago. */
  boolean isWatched() {
    return System.nanoTime() - asked < 1_000_000L * 2 * BETWEEN_MILLIS;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean asks = exchange.getRequestMethod().equals("GET");
      boolean tells = exchange.getRequestMethod().equals("POST");
      Runnable wish = wishes.get(path);
      if (!fromHere(exchange) || (tells && header(exchange, HEADER) == null)) {
        send(exchange, 403, "text/plain", "this page is for 127.0.0.1 alone\n");
      } else if (asks && path.equals("/")) {
        send(exchange, 200, "text/html", page);
      } else if (asks && path.equals("/state")) {
        asked = System.nanoTime();
        send(exchange, 200, "application/json", state.get());
      } else if (tells && wish != null) {
        wish.run();
        send(exchange, 200, "application/json", state.get());
      } else {
        boolean known = wish != null || path.equals("/") || path.equals("/state");
        send(exchange, known ? 405 : 404, "text/plain", known ? "not so\n" : "not here\n");
      }
    }
  }

  private boolean fromHere(HttpExchange exchange) {
    String host = header(exchange, "Host");
    String origin = header(exchange, "Origin");
    return host != null
        && isHere(host)
        && (origin == null || (origin.startsWith("http://") && isHere(origin.substring(7))));
  }

  private boolean isHere(String host) {
    return host.equals("127.0.0.1:" + port()) || host.equals("localhost:" + port());
  }

  private static @Nullable String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    send(exchange, code, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                + " connect-src 'self'; frame-ancestors 'none'");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
