package dev.capstan.view;

import dev.capstan.view.Story.Line;
import java.util.List;

/** The story as a graph in the language of Graphviz: parts are clusters. */
final class StoryGraph {
  private final Story story;
  private final StringBuilder out =
      new StringBuilder("digraph tape {\n  rankdir=LR;\n  node [shape=record];\n");

  private StoryGraph(Story story) {
    this.story = story;
  }

  static String dot(Story story) {
    return new StoryGraph(story).dot();
  }

  private String dot() {
    clusters(-1, "  ");
    for (Line line : story.lines()) {
      for (Story.Input in : line.inputs()) {
        if (!in.constant()) {
          out.append("  n").append(in.line()).append(" -> n").append(line.index()).append(";\n");
        }
      }
    }
    return out.append("}\n").toString();
  }

  private void clusters(int outer, String indent) {
    story.lines().stream()
        .filter(line -> line.made().part() == outer)
        .forEach(line -> box(line, indent));
    List<Story.Part> parts = story.parts();
    for (int p = 0; p < parts.size(); p++) {
      if (parts.get(p).outer() == outer) {
        out.append(indent).append("subgraph cluster").append(p).append(" {\n");
        out.append(indent).append("  label=\"").append(escaped(parts.get(p).name()));
        out.append("\";\n");
        clusters(p, indent + "  ");
        out.append(indent).append("}\n");
      }
    }
  }

  private void box(Line line, String indent) {
    Numbers g = line.gradient();
    out.append(indent)
        .append('n')
        .append(line.index())
        .append(" [label=\"")
        .append(escaped(Words.name(line)))
        .append('|')
        .append(escaped(Words.numbers(line.value())))
        .append("|g ")
        .append(escaped(g == null ? "not reached" : Words.numbers(g)))
        .append("\"];\n");
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\\"{}|<>])", "\\\\$1").replace("\n", " ");
  }
}
