package dev.capstan.text.tokenizer;

/**
 * Writes blanks as a visible sign and splits before each, as SentencePiece does.
 *
 * <p>What begins a text is decided in the text as it was, as Hugging Face does: nothing where a
 * normalizer drops the first character, and each word of several that it makes of it.
 *
 * <p>Source: Kudo and Richardson, arXiv:1808.06226; Hugging Face's {@code Metaspace}.
 */
final class Metaspace implements PreTokenizer {
  /** Where the sign is put before a text that does not begin with one. */
  enum Prefix {
    ALWAYS,
    FIRST,
    NEVER
  }

  private final String sign;
  private final Prefix prefix;
  private final boolean splits;

  Metaspace(String sign, Prefix prefix, boolean splits) {
    this.sign = sign;
    this.prefix = prefix;
    this.splits = splits;
  }

  @Override
  public boolean asksForPlace() {
    return prefix == Prefix.FIRST;
  }

  @Override
  public void split(String text, Place place, Words words) {
    String visible = text.replace(" ", sign);
    boolean wanted = prefix == Prefix.ALWAYS || prefix == Prefix.FIRST && place.first();
    boolean put = wanted && !visible.startsWith(sign);
    String whole = put ? sign + visible : visible;
    Place begin = put && place.first() ? new Place(place.head() + sign.length()) : place;
    int from = 0;
    while (from < whole.length()) {
      int next = splits ? whole.indexOf(sign, from + 1) : -1;
      int to = next < 0 ? whole.length() : next;
      words.accept(whole.substring(from, to), begin.at(from));
      from = to;
    }
  }
}
