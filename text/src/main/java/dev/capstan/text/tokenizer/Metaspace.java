package dev.capstan.text.tokenizer;

/**
 * Writes blanks as a visible sign and splits before each, as SentencePiece does.
 *
 * <p>What begins a text is decided on the normalized one: where a normalizer drops or expands the
 * first characters, a {@code tokenizer.json} that asks for the sign there alone may differ by it
 * from Hugging Face's, which counts in the text as it was.
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
  public void split(String text, Place place, Words words) {
    String visible = text.replace(" ", sign);
    boolean wanted = prefix == Prefix.ALWAYS || prefix == Prefix.FIRST && place == Place.START;
    String whole = wanted && !visible.startsWith(sign) ? sign + visible : visible;
    int from = 0;
    while (from < whole.length()) {
      int next = splits ? whole.indexOf(sign, from + 1) : -1;
      int to = next < 0 ? whole.length() : next;
      words.accept(whole.substring(from, to), place.at(from));
      from = to;
    }
  }
}
