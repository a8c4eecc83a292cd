package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/ops.md} is what the table and the Javadoc say now. */
final class OpsPageTest {
  private static final Path PAGE = Path.of("../docs/ops.md");

  @Test
  void thePageIsNotStale() throws IOException {
    String now = OpsPage.text(OpTable.rows());
    if (Boolean.getBoolean("capstan.write")) {
      Files.createDirectories(PAGE.toAbsolutePath().getParent());
      Files.writeString(PAGE, now);
    }
    assertEquals(
        now, Files.readString(PAGE), "docs/ops.md is stale; its head says how to make it again");
  }

  @Test
  void javadocIsReadAsPlainText() {
    JavadocOf javadoc =
        new JavadocOf(
            """
            /** A family. It has more to say. */
            public final class Family {
              /** Short. */
              public static Tensor f(Tensor x) {}

              /**
               * The {@code f} of {@link #g(Tensor, int)}, x &lt; 1.
               *
               * <p>Gradient: g.
               *
               * @throws ShapeException never
               */
              public static Tensor f(Tensor x, int axis) {}
            }
            """);
    assertEquals("A family.", javadoc.ofType());
    assertEquals("The `f` of `g`, x < 1. Gradient: g.", javadoc.of("f"));
  }
}
