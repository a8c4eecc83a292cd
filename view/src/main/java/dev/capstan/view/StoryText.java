package dev.capstan.view;

import dev.capstan.view.Story.Line;
import dev.capstan.view.Story.Numbers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The story in words: a listing of what was computed, then the walk back in sentences. */
final class StoryText {
  private final Story story;
  private final Map<Integer, Integer> received = new HashMap<>();

  StoryText(Story story) {
    this.story = story;
  }

  String text() {
    StringBuilder out = new StringBuilder("forward\n");
    int gap = story.left() == 0 ? -1 : story.lines().size() / 2;
    for (int i = 0; i < story.lines().size(); i++) {
      if (i == gap) {
        out.append("  … ").append(story.left()).append(" lines are left out …\n");
      }
      out.append("  ").append(listed(story.lines().get(i))).append('\n');
    }
    out.append("\nbackward\n");
    out.append("  ")
        .append("it begins with 1 at #")
        .append(story.target())
        .append(": the target with respect to itself\n");
    for (int i = story.lines().size() - 1; i >= 0; i--) {
      told(story.lines().get(i), out);
    }
    return out.toString();
  }

  private static String listed(Line line) {
    String origin = line.origin() < 0 ? "" : "  by the rule of #" + line.origin();
    String site = line.site().isEmpty() ? "" : "  at " + line.site();
    String name = line.name().isEmpty() ? "" : line.name() + " = ";
    return String.format(
        Locale.ROOT,
        "#%d  %s%s = %s%s%s",
        line.index(),
        name,
        Words.call(line),
        Words.numbers(line.value()),
        origin,
        site);
  }

  private void told(Line line, StringBuilder out) {
    Numbers g = line.gradient();
    if (g == null) {
      out.append("  ").append(Words.name(line)).append(" is not reached: its gradient is 0\n");
      return;
    }
    if (line.leaf()) {
      out.append("  ").append(Words.name(line)).append(": gradient ").append(Words.numbers(g));
      out.append('\n');
      return;
    }
    String agreement = Words.agreement(line);
    out.append("  ").append(Words.name(line)).append(": received ").append(Words.numbers(g));
    out.append(agreement.isEmpty() ? "" : "; " + agreement).append('\n');
    for (int k = 0; k < line.share().size(); k++) {
      Numbers share = line.share().get(k);
      int to = line.inputs().get(k).line();
      if (share == null || to < 0) {
        continue;
      }
      int all = story.contributions(to);
      int now = received.merge(to, 1, Integer::sum);
      out.append("      #").append(to).append(" receives ").append(Words.numbers(share));
      out.append(all > 1 ? ", contribution " + now + " of " + all : "").append('\n');
    }
  }
}
