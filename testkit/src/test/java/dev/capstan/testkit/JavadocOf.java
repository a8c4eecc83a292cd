package dev.capstan.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Javadoc out of a source file of this project, as plain text. */
final class JavadocOf {
  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/\\s*", Pattern.DOTALL);

  private final String source;

  JavadocOf(String source) {
    this.source = source;
  }

  /** The first sentence on the type. */
  String ofType() {
    Matcher comment = COMMENT.matcher(source);
    return comment.find() ? plain(comment.group(1)).replaceAll("(?s)\\.\\s.*", ".") : "";
  }

  /** What is said of a method: of its overloads, the one that says most of the gradient. */
  String of(String method) {
    String best = "";
    Matcher comment = COMMENT.matcher(source);
    Pattern declaration =
        Pattern.compile(
            "(?:@\\w+(?:\\([^)]*\\))?\\s+)*public static [\\w<>\\[\\], ?]+ " + method + "\\(");
    while (comment.find()) {
      Matcher next = declaration.matcher(source).region(comment.end(), source.length());
      if (next.lookingAt()) {
        String text = plain(comment.group(1));
        boolean better = text.contains("Gradient:") && !best.contains("Gradient:");
        boolean longer =
            text.contains("Gradient:") == best.contains("Gradient:")
                && text.length() > best.length();
        best = better || longer ? text : best;
      }
    }
    return best;
  }

  /** Without stars, tags, and what follows the first block tag. */
  private static String plain(String comment) {
    String text = comment.replaceAll("(?m)^\\s*\\*", " ").replaceAll("\\s+", " ").strip();
    text = text.replaceAll(" @(param|return|throws|see)\\b.*", "");
    text = text.replaceAll("\\{@code ([^}]*)}", "`$1`");
    text = text.replaceAll("\\{@link #?[\\w.#]+\\([^)]*\\) ([^}]*)}", "$1");
    text = text.replaceAll("\\{@link #?([\\w.#]+)\\([^)]*\\)}", "`$1`");
    text = text.replaceAll("\\{@link #?[\\w.#]+ ([^}]*)}", "$1");
    text = text.replaceAll("\\{@link #?([\\w.#]+)}", "`$1`");
    text = text.replaceAll("<[^>]+>", " ").replaceAll("\\s+", " ");
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip();
  }
}
