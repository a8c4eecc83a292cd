package dev.capstan.view;

import dev.capstan.view.Story.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The story in words: a listing of what was computed, then the walk back in sentences. */
final class StoryText {
  private final Story story;

  /** More lines than these are told from both ends alone. */
  private final int most;

  private final Map<Integer, Integer> received = new HashMap<>();

  StoryText(Story story, int most) {
    this.story = story;
    this.most = most;
  }

  String text() {
    StringBuilder out = new StringBuilder("forward\n");
    List<String> open = List.of();
    int before = -1;
    for (int i = 0; i < story.lines().size(); i++) {
      if (!told(i)) {
        continue;
      }
      Line line = story.lines().get(i);
      gap(before, line.index(), out);
      before = line.index();
      List<String> path = path(line);
      for (int p = shared(open, path); p < path.size(); p++) {
        out.append("  ").append("  ".repeat(p)).append(path.get(p)).append(":\n");
      }
      open = path;
      out.append("  ").append("  ".repeat(path.size())).append(listed(line)).append('\n');
    }
    out.append("\nbackward\n");
    out.append("  ")
        .append("it begins with 1 at #")
        .append(story.target())
        .append(": the target with respect to itself\n");
    for (int i = story.lines().size() - 1; i >= 0; i--) {
      Line line = story.lines().get(i);
      if (told(i)) {
        gap(line.index(), before, out);
        told(line, out);
        before = line.index();
      } else {
        count(line);
      }
    }
    Trouble trouble = story.trouble();
    if (trouble != null) {
      out.append("\n").append(Words.TROUBLE).append("\n");
      trouble.sentences().forEach(says -> out.append("  ").append(says).append('\n'));
    }
    return out.toString();
  }

  private boolean told(int i) {
    int all = story.lines().size();
    return all <= most || i < most / 2 || i >= all - most / 2;
  }

  private static void gap(int lower, int upper, StringBuilder out) {
    int left = upper - lower - 1;
    if (left > 0) {
      out.append("  … ").append(left).append(left == 1 ? " line is" : " lines are");
      out.append(" left out …\n");
    }
  }

  /** The names of the parts that a line belongs to, outer ones first. */
  private List<String> path(Line line) {
    List<String> path = new ArrayList<>();
    for (int p = line.made().part(); p >= 0; p = story.parts().get(p).outer()) {
      path.add(story.parts().get(p).name());
    }
    Collections.reverse(path);
    return path;
  }

  private static int shared(List<String> a, List<String> b) {
    int shared = 0;
    while (shared < Math.min(a.size(), b.size()) && a.get(shared).equals(b.get(shared))) {
      shared++;
    }
    return shared;
  }

  private static String listed(Line line) {
    int by = line.made().origin();
    String site = line.made().site();
    String name = line.name().isEmpty() ? "" : line.name() + " = ";
    return String.format(
        Locale.ROOT,
        "#%d  %s%s = %s%s%s",
        line.index(),
        name,
        Words.call(line),
        Words.numbers(line.value()),
        by < 0 ? "" : "  by the rule of #" + by,
        site.isEmpty() ? "" : "  at " + site);
  }

  private void told(Line line, StringBuilder out) {
    Numbers g = line.gradient();
    if (g == null) {
      out.append("  ").append(Words.name(line)).append(' ').append(Words.unreached(line));
      out.append('\n');
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

  private void count(Line line) {
    for (int k = 0; k < line.share().size(); k++) {
      if (line.share().get(k) != null) {
        received.merge(line.inputs().get(k).line(), 1, Integer::sum);
      }
    }
  }
}
