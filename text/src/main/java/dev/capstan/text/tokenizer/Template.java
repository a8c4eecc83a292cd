package dev.capstan.text.tokenizer;

import java.util.List;
import java.util.stream.Stream;

/** What a model puts around one text, and around two. */
record Template(List<Part> one, List<Part> two) {
  static final int FIRST_TEXT = -1;
  static final int SECOND_TEXT = -2;

  /** A token's number, or one of the two texts; and the segment it is of. */
  record Part(int token, int segment) {
    boolean isText() {
      return token < 0;
    }
  }

  /** Nothing around one text, and two side by side. */
  static Template none() {
    return of(List.of(), List.of(), List.of(), 1);
  }

  /** {@code [CLS] a [SEP]} and {@code [CLS] a [SEP] b [SEP]}. */
  static Template bert(int cls, int sep) {
    return of(List.of(cls), List.of(), List.of(sep), 1);
  }

  /** {@code <s> a </s>} and {@code <s> a </s></s> b </s>}, all in one segment. */
  static Template roberta(int cls, int sep) {
    return of(List.of(cls), List.of(sep), List.of(sep), 0);
  }

  private static Template of(
      List<Integer> start, List<Integer> beforeSecond, List<Integer> end, int second) {
    List<Part> first =
        Stream.of(parts(start, 0), Stream.of(new Part(FIRST_TEXT, 0)), parts(end, 0))
            .flatMap(s -> s)
            .toList();
    List<Part> both =
        Stream.of(
                first.stream(),
                parts(beforeSecond, second),
                Stream.of(new Part(SECOND_TEXT, second)),
                parts(end, second))
            .flatMap(s -> s)
            .toList();
    return new Template(first, both);
  }

  private static Stream<Part> parts(List<Integer> tokens, int segment) {
    return tokens.stream().map(token -> new Part(token, segment));
  }

  int aroundOne() {
    return (int) one.stream().filter(part -> !part.isText()).count();
  }

  int aroundTwo() {
    return (int) two.stream().filter(part -> !part.isText()).count();
  }
}
