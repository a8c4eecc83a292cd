package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No page shows code that does not compile. */
final class SnippetsTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** Names that the examples of a page do not declare: its text says what they are. */
  private static final Map<String, String> GIVEN =
      Map.of(
          "losses.md",
          "IntTensor labels, IntTensor target, Tensor embeddings, Tensor classVectors,"
              + " Tensor questions, Tensor answers, Tensor batchLoss, Tensor anchor,"
              + " Tensor positive, Tensor negative, Tensor scores, Tensor w, Tensor queries,"
              + " IntTensor users, IntTensor items, int[] allUsers, int[] allItems,"
              + " double[] logQ",
          "sentence-embeddings.md",
          "MultipleNegativesRankingLoss loss, List<String> questions, List<String> answers");

  @Test
  void theExamplesOfLossesCompileBelowTheirImports() {
    List<String> blocks = Guest.blocks(DOCS.resolve("losses.md"), "java");
    assertTrue(blocks.size() > 10, () -> blocks.size() + " blocks");
    StringBuilder source = new StringBuilder(blocks.get(0));
    source.append("abstract class Reader {\n  abstract void trainProxies(Tensor gradient);\n");
    for (int i = 1; i < blocks.size(); i++) {
      source.append(
          "void example" + i + "(" + GIVEN.get("losses.md") + ") {\n" + blocks.get(i) + "}\n");
    }
    assertEquals("", Guest.of(source.append("}\n").toString()).complaints());
  }

  /**
   * Any other page shows whole programs, which run, parts of code that is tested, word for word, or
   * lines that compile one after the other below the imports of {@code capstan.jsh}.
   */
  @Test
  void everyOtherBlockRunsOrIsPartOfTheSourcesOrCompiles() throws IOException {
    String sources = squeezed(sources());
    for (Path page : pages()) {
      StringBuilder lines = new StringBuilder();
      for (String block : Guest.blocks(page, "java")) {
        if (block.startsWith("import ")) {
          assertFalse(Guest.of(block).printed().isEmpty(), () -> page + ": " + block);
        } else if (!sources.contains(squeezed(block))) {
          lines.append(block);
        }
      }
      if (!lines.isEmpty()) {
        String given = GIVEN.getOrDefault(page.getFileName().toString(), "");
        String source =
            imports()
                + "class Reader {\n  void read("
                + given
                + ") throws Exception {\n"
                + lines
                + "}\n}\n";
        assertEquals("", Guest.of(source).complaints(), page::toString);
      }
    }
  }

  private static String imports() throws IOException {
    String start = Files.readString(Path.of("..", "capstan.jsh"));
    return start.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining())
        + "import java.nio.file.*;\nimport java.util.*;\n";
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(DOCS)) {
      return Stream.concat(Stream.of(Path.of("..", "CONTRIBUTING.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !page.endsWith("losses.md") && !page.endsWith("lesson.md"))
          .toList();
    }
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    List<String> modules = new ArrayList<>(ArchitectureTest.MODULES);
    modules.add("spark"); // compiled and tested by a profile of its own
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  /** Without white space and comments at the end of a line. */
  private static String squeezed(String code) {
    return code.lines()
        .map(line -> line.replaceAll("\\s+//.*", "").replaceAll("\\s+", ""))
        .collect(Collectors.joining());
  }
}
