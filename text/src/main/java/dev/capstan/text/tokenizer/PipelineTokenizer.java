package dev.capstan.text.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A tokeniser of five exchangeable parts; see the package's page for what they do. */
final class PipelineTokenizer implements Tokenizer {
  /** The parts. */
  record Parts(
      Vocabulary vocabulary,
      List<AddedToken> added,
      TextNormalizer normalizer,
      PreTokenizer splitter,
      PieceModel model,
      Template template,
      Truncation truncation,
      int padding,
      OptionalInt unknown) {}

  private final Parts parts;
  private final AddedTokens raw;
  private final AddedTokens normalized;
  private final int maxLength;

  PipelineTokenizer(Parts parts) {
    this(parts, Integer.MAX_VALUE);
  }

  private PipelineTokenizer(Parts parts, int maxLength) {
    this.parts = parts;
    this.maxLength = maxLength;
    this.raw = new AddedTokens(parts.added.stream().filter(t -> !t.normalized()).toList());
    this.normalized =
        new AddedTokens(
            parts.added.stream()
                .filter(AddedToken::normalized)
                .map(token -> token.withContent(parts.normalizer.apply(token.content())))
                .toList());
  }

  @Override
  public Encoding encode(String text) {
    int room = maxLength - parts.template.aroundOne();
    return assemble(parts.template.one(), parts.truncation.cut(pieces(text), room), new int[0]);
  }

  @Override
  public Encoding encode(String first, String second) {
    int[] a = pieces(first);
    int[] b = pieces(second);
    int room = maxLength - parts.template.aroundTwo();
    if ((long) a.length + b.length > room) {
      int kept = parts.truncation.keptOfFirst(a.length, b.length, room);
      a = parts.truncation.cut(a, kept);
      b = parts.truncation.cut(b, room - kept);
    }
    return assemble(parts.template.two(), a, b);
  }

  private Encoding assemble(List<Template.Part> template, int[] first, int[] second) {
    Pieces ids = new Pieces();
    Pieces segments = new Pieces();
    for (Template.Part part : template) {
      int[] all =
          switch (part.token()) {
            case Template.FIRST_TEXT -> first;
            case Template.SECOND_TEXT -> second;
            default -> new int[] {part.token()};
          };
      for (int id : all) {
        ids.add(id);
        segments.add(part.segment());
      }
    }
    int[] all = ids.toArray();
    List<String> tokens = new ArrayList<>(all.length);
    for (int id : all) {
      tokens.add(parts.vocabulary.piece(id));
    }
    return new Encoding(all, segments.toArray(), List.copyOf(tokens));
  }

  @Override
  public int[] pieces(String text) {
    Pieces out = new Pieces();
    String whole = WholeCharacters.of(text);
    raw.split(
        whole,
        PreTokenizer.Place.ofFirst(whole),
        (between, place) ->
            normalized.split(
                parts.normalizer.apply(between),
                normalized(between, place),
                (part, inner) ->
                    parts.splitter.split(part, inner, (word, at) -> parts.model.cut(word, out)),
                out::add),
        out::add);
    return out.toArray();
  }

  /** Where what is normalized stands; only some splitters ask, and it is not for nothing. */
  private PreTokenizer.Place normalized(String text, PreTokenizer.Place place) {
    return parts.splitter.asksForPlace()
        ? new PreTokenizer.Place(parts.normalizer.head(text, place.head()))
        : PreTokenizer.Place.LATER;
  }

  @Override
  public Encoding around(int piece) {
    return assemble(parts.template.one(), new int[] {piece}, new int[0]);
  }

  @Override
  public int size() {
    return parts.vocabulary.size();
  }

  @Override
  public int padding() {
    return parts.padding;
  }

  @Override
  public OptionalInt unknown() {
    return parts.unknown;
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public Tokenizer withMaxLength(int most) {
    int least = parts.template.aroundTwo();
    if (most < least) {
      throw new IllegalArgumentException(
          "tokenizer: max length: got " + most + ", expected at least " + least);
    }
    return new PipelineTokenizer(parts, most);
  }

  @Override
  public String toString() {
    return "Tokenizer["
        + size()
        + " pieces"
        + (maxLength == Integer.MAX_VALUE ? "" : ", at most " + maxLength + " a text")
        + "]";
  }
}
