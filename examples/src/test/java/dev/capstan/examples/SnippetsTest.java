package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No page shows code that does not compile. */
final class SnippetsTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** What docs/losses.md says of names that its examples do not declare. */
  private static final String GIVEN =
      "IntTensor labels, IntTensor target, Tensor embeddings, Tensor classVectors, Tensor questions,"
          + " Tensor answers, Tensor batchLoss, Tensor anchor, Tensor positive, Tensor negative,"
          + " Tensor scores, Tensor w";

  @Test
  void theExamplesOfLossesCompileBelowTheirImports() {
    List<String> blocks = Guest.blocks(DOCS.resolve("losses.md"), "java");
    assertTrue(blocks.size() > 10, () -> blocks.size() + " blocks");
    StringBuilder source = new StringBuilder(blocks.get(0));
    source.append("abstract class Reader {\n  abstract void trainProxies(Tensor gradient);\n");
    for (int i = 1; i < blocks.size(); i++) {
      source.append("void example" + i + "(" + GIVEN + ") {\n" + blocks.get(i) + "}\n");
    }
    assertEquals("", Guest.of(source.append("}\n").toString()).complaints());
  }

  /** Any other block is a whole program, or a part of code that is tested, word for word. */
  @Test
  void everyOtherBlockRunsOrIsPartOfTheSources() throws IOException {
    String sources = squeezed(sources());
    for (Path page : pages()) {
      for (String block : Guest.blocks(page, "java")) {
        boolean whole = block.startsWith("import ");
        if (whole) {
          assertFalse(Guest.of(block).printed().isEmpty(), () -> page + ": " + block);
        }
        assertTrue(
            whole || sources.contains(squeezed(block)),
            () -> page + " shows what is nowhere: " + block);
      }
    }
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
    for (String module : ArchitectureTest.MODULES) {
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
