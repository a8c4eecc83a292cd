import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the float twin of every double kernel: {@code DoubleLoops.java} becomes {@code
 * FloatLoops.java}. The build runs it before compiling, as {@code java FloatTwin.java <folders of
 * double forms>… <folder of twins>}.
 *
 * <p>It knows no Java grammar. It cuts a file into comments, strings, numbers, calls of Math and
 * words, and sends each through the tables below. What a twin must not narrow is marked in the
 * double form: a type written {@code /*wide*}{@code / double} stays double, and on a line that ends
 * in {@code // wide} everything does; only names such as {@code DoubleLoops} are still exchanged.
 * The way back is marked too: {@code /*narrow*}{@code / sum} becomes {@code (float) sum}. Code that
 * calls a double kernel from either form writes {@code /*wide*}{@code / DoubleLoops}, and the bits
 * of a number are a {@code /*bits*}{@code / long}, which becomes an {@code int}.
 *
 * <p>Functional interfaces such as {@code DoubleUnaryOperator} keep their names: a function of one
 * element is given in double for both types.
 */
final class FloatTwin {

  private record Rule(Pattern word, String twin) {
    static Rule of(String word, String twin) {
      return new Rule(Pattern.compile(word), twin);
    }
  }

  private static final String NARROW = "/*narrow*/";
  private static final String BITS = "/*bits*/";

  /** Names that hold the word, as {@code DoubleLoops}; the first row that fits decides. */
  private static final List<Rule> NAMES =
      List.of(
          Rule.of("applyAsDouble|longBitsToDouble", "$0"),
          Rule.of("\\w*Double\\w*(Operator|Function|Supplier|Consumer|Predicate)", "$0"),
          Rule.of("Double(\\w+)", "Float$1"),
          Rule.of("(\\w+)Double(\\w*)", "$1Float$2"));

  /** Asked first, but not on wide lines; in code, comments and strings alike. */
  private static final List<Rule> WORDS =
      List.of(
          Rule.of("double(s?)", "float$1"),
          Rule.of("Double", "Float"),
          Rule.of("LongVector", "IntVector"),
          Rule.of("reinterpretAsLongs", "reinterpretAsInts"),
          Rule.of("L2B", "I2B"),
          Rule.of("FLOAT64", "FLOAT32"),
          Rule.of("float64", "float32"),
          Rule.of("doubleTo(Raw)?LongBits", "floatTo$1IntBits"),
          Rule.of("longBitsToDouble", "intBitsToFloat"),
          Rule.of("double([A-Z]\\w*)", "float$1"));

  private static final List<Rule> ALL = Stream.of(WORDS, NAMES).flatMap(List::stream).toList();

  /** Functions of Math that answer in double to float arguments; abs, max, fma answer in float. */
  private static final String MATH =
      "expm1|exp|log1p|log10|log|sqrt|cbrt|sinh|cosh|tanh|sin|cos|tan|asin|acos|atan2|atan|floor"
          + "|ceil|rint|pow|hypot|toRadians|toDegrees|IEEEremainder";

  /** Floating literals without their suffix: hexadecimal with p; decimal with a point, e or d. */
  private static final String NUMBER =
      "0[xX][0-9a-fA-F_]*\\.?[0-9a-fA-F_]*[pP][+-]?\\d+"
          + "|(?:\\d[\\d_]*\\.(?:\\d[\\d_]*)?|\\.\\d[\\d_]*|\\d[\\d_]*(?=[eEdD]))(?:[eE][+-]?\\d+)?";

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?m)(?<wide>^.*// wide$)"
              + "|(?<keep>/\\*wide\\*/\\s*(?:double\\b|Double\\w+)|/\\*narrow\\*/|/\\*bits\\*/\\s*long\\b)"
              + "|(?<text>//.*|/\\*[\\s\\S]*?\\*/|\"\"\"[\\s\\S]*?\"\"\""
              + "|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+')"
              + "|(?<call>\\b(?:Strict)?Math\\.(?:(?:"
              + MATH
              + ")(?=\\()|PI|E)\\b)"
              + "|(?<![\\w.])(?<number>"
              + NUMBER
              + ")[dD]?(?![\\w.])"
              + "|(?<word>[A-Za-z_$][\\w$]*)");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*");

  private FloatTwin() {}

  public static void main(String[] args) throws IOException {
    int last = args.length - 1;
    Path to = Files.createDirectories(Path.of(args[last]));
    Set<Path> twins = new HashSet<>();
    for (String folder : Arrays.asList(args).subList(0, last)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(Path.of(folder), "*Double*.java")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          Path twin = to.resolve(name.replace("Double", "Float"));
          twins.add(twin);
          write(
              twin,
              "// Made from " + name + " by FloatTwin.java.\n" + narrow(Files.readString(file)));
        }
      }
    }
    deleteAllBut(twins, to);
  }

  /** The twin's text; an exchange of words never needs more context than the token itself. */
  static String narrow(String source) {
    var token = TOKEN.matcher(source);
    var twin = new StringBuilder();
    while (token.find()) {
      token.appendReplacement(twin, "");
      twin.append(exchange(token));
    }
    return token.appendTail(twin).toString();
  }

  private static String exchange(Matcher token) {
    String text = token.group();
    if (token.group("wide") != null) {
      return words(text.replace(NARROW, "(float)"), NAMES);
    }
    if (token.group("text") != null || token.group("word") != null) {
      return words(text, ALL);
    }
    if (token.group("call") != null) {
      return "(float) " + text;
    }
    if (token.group("number") != null) {
      return token.group("number") + "f";
    }
    return text.equals(NARROW) ? "(float)" : text.startsWith(BITS) ? "int" : text;
  }

  private static String words(String text, List<Rule> rules) {
    return WORD.matcher(text)
        .replaceAll(word -> Matcher.quoteReplacement(twin(word.group(), rules)));
  }

  private static String twin(String word, List<Rule> rules) {
    for (Rule rule : rules) {
      Matcher matcher = rule.word().matcher(word);
      if (matcher.matches()) {
        return matcher.replaceFirst(rule.twin());
      }
    }
    return word;
  }

  /** Unchanged twins keep their time stamp, so that an unchanged tree is not compiled again. */
  private static void write(Path twin, String text) throws IOException {
    if (!Files.exists(twin) || !Files.readString(twin).equals(text)) {
      Files.writeString(twin, text);
    }
  }

  private static void deleteAllBut(Set<Path> twins, Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!twins.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
