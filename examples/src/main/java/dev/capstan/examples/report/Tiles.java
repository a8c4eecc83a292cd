package dev.capstan.examples.report;

import dev.capstan.examples.train.Split;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a test row looks like: its picture where it is one, else the mark of its class. */
final class Tiles {
  private final Split split;
  private final Marks marks;
  private final @Nullable Pictures pictures;

  Tiles(Split split, Marks marks) {
    this.split = split;
    this.marks = marks;
    this.pictures = split.imageSide() > 0 ? new Pictures(split.test(), split.imageSide()) : null;
  }

  /** How many pictures stand beside each other; 0 if there are none. */
  int columns() {
    return pictures == null ? 0 : pictures.columns();
  }

  /** Rules of the style sheet that hold all pictures. */
  String style() throws IOException {
    if (pictures == null) {
      return "";
    }
    return Html.format(
        ".pic { background-image: url(%s); background-size: %d%% %d%%; }",
        pictures.dataUri(), 100 * pictures.columns(), 100 * pictures.lines());
  }

  String of(int row) {
    String name = Html.escape(split.classNames().get(split.test().label(row)));
    if (pictures == null) {
      return "<span class=\"word\" role=\"img\" aria-label=\""
          + name
          + "\">"
          + marks.key(split.test().label(row))
          + "</span>";
    }
    return Html.format(
        "<span class=\"pic\" role=\"img\" aria-label=\"a picture of %s\" style=\"%s\"></span>",
        name, position(row, pictures));
  }

  /** Percentages of what the picture is larger than its frame by. */
  private static String position(int row, Pictures pictures) {
    int column = row % pictures.columns();
    int line = row / pictures.columns();
    return Html.format(
        "background-position:%.4f%% %.4f%%",
        100.0 * column / Math.max(1, pictures.columns() - 1),
        100.0 * line / Math.max(1, pictures.lines() - 1));
  }

  int lines() {
    return pictures == null ? 0 : pictures.lines();
  }
}
