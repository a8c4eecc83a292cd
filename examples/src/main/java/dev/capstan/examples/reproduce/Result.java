package dev.capstan.examples.reproduce;

/** A row of the table: what was measured here beside what was there. */
record Result(Anchor anchor, Sample recall, Sample map) {

  boolean isMiss() {
    return anchor.isJudged() && (recall.misses(anchor.recall()) || map.misses(anchor.map()));
  }

  static String header() {
    return "| data | loss | Recall@1 | there | MAP@R | there | |\n|---|---|---|---|---|---|---|\n";
  }

  /** As a line of Markdown. */
  String line() {
    String verdict = !anchor.isJudged() ? "collapses" : isMiss() ? "**below**" : "met";
    return String.format(
        "| %s | `%s` | %s | %s | %s | %s | %s |%n",
        anchor.data() + (anchor.protocol().equals("open") ? ", unseen classes" : ""),
        anchor.loss(),
        recall,
        anchor.recall(),
        map,
        anchor.map(),
        verdict);
  }
}
