package dev.capstan.view;

import dev.capstan.view.Story.Line;

/** The story as a graph in the language of Graphviz. */
final class StoryGraph {
  private StoryGraph() {}

  static String dot(Story story) {
    StringBuilder out =
        new StringBuilder("digraph tape {\n  rankdir=LR;\n  node [shape=record];\n");
    for (Line line : story.lines()) {
      String gradient = line.gradient() == null ? "not reached" : Words.numbers(line.gradient());
      out.append("  n")
          .append(line.index())
          .append(" [label=\"")
          .append(escaped(Words.name(line)))
          .append('|')
          .append(escaped(Words.numbers(line.value())))
          .append("|g ")
          .append(escaped(gradient))
          .append("\"];\n");
      for (Story.Input in : line.inputs()) {
        if (!in.constant()) {
          out.append("  n").append(in.line()).append(" -> n").append(line.index()).append(";\n");
        }
      }
    }
    return out.append("}\n").toString();
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\\"{}|<>])", "\\\\$1").replace("\n", " ");
  }
}
