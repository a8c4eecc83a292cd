import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes the loops over the functions of {@code Double…Series}: {@code VectorDoubleSeries.java}
 * computes them on the Vector API, and {@code DoubleSeriesLoops.java} calls them element by
 * element. So there is one definition of the arithmetic, and both kernels give its bits. The build
 * runs it before compiling, as {@code java VectorForms.java <folder of series> <folder of loops>};
 * the float twins of the loops are then made from them.
 *
 * <p>A series is written in a small part of Java: locals of type double, long and boolean, the four
 * operations, {@code Math.fma, abs, sqrt, min, max}, bits through {@code Bits}, comparisons, {@code
 * ? :}, calls of other series, {@code if} on a constant, and one {@code return} at the end. Both
 * sides of {@code ? :} are computed, calls are inlined. Parameters named g, x and y are arrays to
 * loops, others numbers. What is annotated {@code @Looped} gets a loop; with {@code inside}, which
 * names a test of a range, elements outside of it are left to the scalar definition.
 */
final class VectorForms {
  private enum Kind {
    DOUBLE,
    LONG,
    MASK
  }

  /** An expression: its text, and whether it is a vector. */
  private record Form(String text, Kind kind, boolean vector) {
    static Form number(String text, Kind kind) {
      return new Form(text, kind, false);
    }

    String wide() {
      if (vector) {
        return text;
      }
      if (kind == Kind.MASK) {
        return "SPECIES.maskAll(" + text + ")";
      }
      if (kind == Kind.LONG) {
        throw new IllegalArgumentException("bits without a vector: " + text);
      }
      return "broadcast(SPECIES, " + text + ")";
    }
  }

  private record Series(String owner, MethodTree method, String inside) {
    /** The second test, "" where there is none. */
    String left() {
      return inside.contains(",") ? inside.substring(inside.indexOf(',') + 1).trim() : "";
    }

    String near() {
      return inside.contains(",") ? inside.substring(0, inside.indexOf(',')) : inside;
    }

    String name() {
      return method.getName().toString();
    }

    List<String> operands() {
      return parameters().stream().filter(VectorForms::isOperand).toList();
    }

    List<String> parameters() {
      return method.getParameters().stream().map(p -> p.getName().toString()).toList();
    }

    List<String> constants() {
      return parameters().stream().filter(p -> !isOperand(p)).toList();
    }

    String constant() {
      return name().replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
    }
  }

  private static boolean isOperand(String parameter) {
    return parameter.equals("x") || parameter.equals("y") || parameter.equals("g");
  }

  private final Map<String, Series> series = new TreeMap<>();
  private final List<Series> looped = new ArrayList<>();
  private final Map<String, Form> constants = new HashMap<>();
  private final StringBuilder out = new StringBuilder();
  private int inlined;

  /** Whether the loop at hand names the vectors whose bits it reads. */
  private boolean named;

  /** The locals that hold the bits of others. */
  private final Map<String, String> read = new HashMap<>();

  /** The class whose constants are meant. */
  private String owner = "";

  /** The locals of the method at hand that are assigned after their declaration. */
  private Set<String> assigned = Set.of();

  public static void main(String[] args) throws IOException {
    Path to = Files.createDirectories(Path.of(args[1]));
    var forms = new VectorForms();
    forms.read(Path.of(args[0]));
    write(to.resolve("VectorDoubleSeries.java"), forms.vectors());
    write(to.resolve("DoubleSeriesLoops.java"), forms.loops());
  }

  /** Unchanged loops keep their time stamp, so that an unchanged tree is not compiled again. */
  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  // --- reading --------------------------------------------------------------------------------

  private void read(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "Double*Series.java")) {
      found.forEach(files::add);
    }
    files.sort(null);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree type : unit.getTypeDecls()) {
          read((ClassTree) type);
        }
      }
    }
  }

  private void read(ClassTree type) {
    String owner = type.getSimpleName().toString();
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree field) {
        Kind kind = kind(field.getType().toString());
        String name = owner + "." + field.getName();
        constants.put(name, Form.number(name, kind));
      } else if (member instanceof MethodTree method && method.getReturnType() != null) {
        Series one = new Series(owner, method, inside(method));
        if (series.put(one.name(), one) != null) {
          throw new IllegalArgumentException("two series are named " + one.name());
        }
        if (one.inside() != null) {
          looped.add(one);
        }
      }
    }
  }

  /** The test named by {@code @Looped}, "" where there is none; null without a loop. */
  private static String inside(MethodTree method) {
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      if (annotation.getAnnotationType().toString().equals("Looped")) {
        for (ExpressionTree argument : annotation.getArguments()) {
          ExpressionTree value =
              argument instanceof AssignmentTree set ? set.getExpression() : argument;
          return (String) ((LiteralTree) value).getValue();
        }
        return "";
      }
    }
    return null;
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "double" -> Kind.DOUBLE;
      case "boolean" -> Kind.MASK;
      default -> Kind.LONG;
    };
  }

  // --- translating ----------------------------------------------------------------------------

  private Form body(Series one, Map<String, Form> names, String suffix) {
    Form result = null;
    String caller = owner;
    Set<String> callers = assigned;
    owner = one.owner();
    assigned = new HashSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitAssignment(AssignmentTree set, Void nothing) {
        assigned.add(set.getVariable().toString());
        return null;
      }
    }.scan(one.method(), null);
    for (StatementTree statement : one.method().getBody().getStatements()) {
      if (statement instanceof ReturnTree last) {
        result = form(last.getExpression(), names);
      } else {
        statement(statement, names, suffix);
      }
    }
    if (result == null) {
      throw new IllegalArgumentException("no return in " + one.name());
    }
    owner = caller;
    assigned = callers;
    return result;
  }

  private void statement(StatementTree statement, Map<String, Form> names, String suffix) {
    if (statement instanceof VariableTree local) {
      Kind kind = kind(local.getType().toString());
      String name = local.getName() + suffix;
      Form given = form(local.getInitializer(), names);
      if (!given.vector() && !assigned.contains(local.getName().toString())) {
        line(local.getType() + " " + name + " = " + given.text() + ";");
        names.put(local.getName().toString(), Form.number(name, kind));
        return;
      }
      String value = given.wide();
      line(type(kind) + " " + name + " = " + value + ";");
      names.put(local.getName().toString(), new Form(name, kind, true));
    } else if (statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof AssignmentTree set) {
      String value = form(set.getExpression(), names).wide();
      String changed = names.get(set.getVariable().toString()).text();
      line(changed + " = " + value + ";");
      read.remove(changed);
    } else if (statement instanceof IfTree choice) {
      line("if (" + form(choice.getCondition(), names).text() + ") {");
      Map<String, String> before = new HashMap<>(read);
      for (StatementTree inner : ((BlockTree) choice.getThenStatement()).getStatements()) {
        statement(inner, names, suffix);
      }
      read.keySet().retainAll(before.keySet());
      line("}");
    } else {
      throw new IllegalArgumentException("not in the language of series: " + statement);
    }
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case DOUBLE -> "DoubleVector";
      case LONG -> "LongVector";
      case MASK -> "VectorMask<Double>";
    };
  }

  private void line(String text) {
    out.append("      ").append(text).append('\n');
  }

  private Form form(ExpressionTree tree, Map<String, Form> names) {
    if (tree instanceof ParenthesizedTree inner) {
      Form form = form(inner.getExpression(), names);
      return form.vector() ? form : Form.number("(" + form.text() + ")", form.kind());
    } else if (tree instanceof LiteralTree) {
      return Form.number(tree.toString(), Kind.DOUBLE);
    } else if (tree instanceof IdentifierTree name) {
      String text = name.getName().toString();
      Form form = names.containsKey(text) ? names.get(text) : constants.get(owner + "." + text);
      if (form == null) {
        throw new IllegalArgumentException("unknown name " + text);
      }
      return form;
    } else if (tree instanceof MemberSelectTree select) {
      String text = select.toString();
      return text.startsWith("Double.") || text.startsWith("Math.")
          ? Form.number(text, Kind.DOUBLE)
          : constants.get(text);
    } else if (tree instanceof UnaryTree one) {
      return unary(one, form(one.getExpression(), names));
    } else if (tree instanceof BinaryTree two) {
      return binary(two, form(two.getLeftOperand(), names), form(two.getRightOperand(), names));
    } else if (tree instanceof ConditionalExpressionTree choice) {
      return choice(choice, names);
    } else if (tree instanceof MethodInvocationTree call) {
      return call(call, names);
    }
    throw new IllegalArgumentException("not in the language of series: " + tree);
  }

  private static Form unary(UnaryTree tree, Form x) {
    if (!x.vector()) {
      String sign = tree.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ? "!" : "-";
      return Form.number(sign + x.text(), x.kind());
    }
    return switch (tree.getKind()) {
      case UNARY_MINUS -> new Form(x.text() + ".neg()", x.kind(), true);
      case LOGICAL_COMPLEMENT -> new Form(x.text() + ".not()", Kind.MASK, true);
      default -> throw new IllegalArgumentException("not in the language of series: " + tree);
    };
  }

  private static Form binary(BinaryTree tree, Form x, Form y) {
    if (!x.vector() && !y.vector()) {
      String text = tree.toString();
      String operator =
          text.substring(tree.getLeftOperand().toString().length())
              .replace(tree.getRightOperand().toString(), "")
              .trim();
      boolean compares = comparison(tree.getKind(), false) != null;
      return Form.number(
          x.text() + " " + operator + " " + y.text(), compares ? Kind.MASK : x.kind());
    }
    Kind kind = x.vector() ? x.kind() : y.kind();
    String comparison = comparison(tree.getKind(), !x.vector());
    if (comparison != null) {
      Form left = x.vector() ? x : y;
      Form right = x.vector() ? y : x;
      return new Form(
          left.text() + ".compare(VectorOperators." + comparison + ", " + right.text() + ")",
          Kind.MASK,
          true);
    }
    return switch (kind) {
      case MASK ->
          new Form(
              x.wide()
                  + (tree.getKind() == Tree.Kind.CONDITIONAL_AND ? ".and(" : ".or(")
                  + y.wide()
                  + ")",
              Kind.MASK,
              true);
      case LONG ->
          new Form(
              x.wide()
                  + ".lanewise(VectorOperators."
                  + bitwise(tree.getKind())
                  + ", "
                  + y.text()
                  + ")",
              Kind.LONG,
              true);
      case DOUBLE -> {
        boolean swap =
            !x.vector()
                && (tree.getKind() == Tree.Kind.PLUS || tree.getKind() == Tree.Kind.MULTIPLY);
        Form left = swap ? y : x;
        Form right = swap ? x : y;
        yield new Form(
            left.wide() + "." + arithmetic(tree.getKind()) + "(" + right.text() + ")",
            Kind.DOUBLE,
            true);
      }
    };
  }

  private static String comparison(Tree.Kind kind, boolean turned) {
    return switch (kind) {
      case LESS_THAN -> turned ? "GT" : "LT";
      case LESS_THAN_EQUAL -> turned ? "GE" : "LE";
      case GREATER_THAN -> turned ? "LT" : "GT";
      case GREATER_THAN_EQUAL -> turned ? "LE" : "GE";
      case EQUAL_TO -> "EQ";
      case NOT_EQUAL_TO -> "NE";
      default -> null;
    };
  }

  private static String arithmetic(Tree.Kind kind) {
    return switch (kind) {
      case PLUS -> "add";
      case MINUS -> "sub";
      case MULTIPLY -> "mul";
      case DIVIDE -> "div";
      default -> throw new IllegalArgumentException("no operation on doubles: " + kind);
    };
  }

  private static String bitwise(Tree.Kind kind) {
    return switch (kind) {
      case PLUS -> "ADD";
      case MINUS -> "SUB";
      case AND -> "AND";
      case OR -> "OR";
      case XOR -> "XOR";
      case LEFT_SHIFT -> "LSHL";
      case RIGHT_SHIFT -> "ASHR";
      case UNSIGNED_RIGHT_SHIFT -> "LSHR";
      default -> throw new IllegalArgumentException("no operation on bits: " + kind);
    };
  }

  private Form choice(ConditionalExpressionTree tree, Map<String, Form> names) {
    Form test = form(tree.getCondition(), names);
    Form yes = form(tree.getTrueExpression(), names);
    Form no = form(tree.getFalseExpression(), names);
    if (!test.vector()) {
      boolean vector = yes.vector() || no.vector();
      return new Form(
          "("
              + test.text()
              + " ? "
              + (vector ? yes.wide() : yes.text())
              + " : "
              + (vector ? no.wide() : no.text())
              + ")",
          yes.kind(),
          vector);
    }
    return new Form(
        no.wide() + ".blend(" + yes.text() + ", " + test.text() + ")", yes.kind(), true);
  }

  private Form call(MethodInvocationTree call, Map<String, Form> names) {
    List<Form> args = new ArrayList<>();
    for (ExpressionTree argument : call.getArguments()) {
      args.add(form(argument, names));
    }
    String method = call.getMethodSelect().toString();
    boolean vector = args.stream().anyMatch(Form::vector);
    if (!vector && method.equals("Double.isNaN")) {
      // A comparison and no call, which C2 does not inline into so long a loop.
      String x = args.get(0).text();
      return Form.number("(" + x + " != " + x + ")", Kind.MASK);
    }
    if (!vector) {
      Kind kind = method.equals("Bits.of") ? Kind.LONG : Kind.DOUBLE;
      return Form.number(
          method + args.stream().map(Form::text).collect(Collectors.joining(", ", "(", ")")), kind);
    }
    Form x = args.get(0);
    return switch (method) {
      case "Math.fma" ->
          new Form(
              x.wide() + ".fma(" + args.get(1).wide() + ", " + args.get(2).wide() + ")",
              Kind.DOUBLE,
              true);
      case "Math.abs" -> new Form(x.text() + ".abs()", Kind.DOUBLE, true);
      case "Math.sqrt" -> new Form(x.text() + ".sqrt()", Kind.DOUBLE, true);
      case "Math.min" -> new Form(x.wide() + ".min(" + args.get(1).text() + ")", Kind.DOUBLE, true);
      case "Math.max" -> new Form(x.wide() + ".max(" + args.get(1).text() + ")", Kind.DOUBLE, true);
      case "Double.isNaN" ->
          new Form(x.text() + ".compare(VectorOperators.NE, " + x.text() + ")", Kind.MASK, true);
      case "Bits.of" -> bits(x);
      case "Bits.toDouble" ->
          new Form(
              named
                  ? "((DoubleVector) " + x.text() + ".reinterpretShape(SPECIES, 0))"
                  : x.text() + ".reinterpretAsDoubles()",
              Kind.DOUBLE,
              true);
      default -> inline(method.substring(method.indexOf('.') + 1), args);
    };
  }

  /** The bits of a vector; where they are named, read once if it has a name. */
  private Form bits(Form x) {
    if (!named) {
      return new Form(x.text() + ".reinterpretAsLongs()", Kind.LONG, true);
    }
    String text = "(LongVector) " + x.text() + ".reinterpretShape(BITS, 0)";
    if (!x.text().matches("\\w+")) {
      return new Form("(" + text + ")", Kind.LONG, true);
    }
    String local = read.get(x.text());
    if (local == null) {
      local = "bits" + ++inlined;
      line("LongVector " + local + " = " + text + ";");
      read.put(x.text(), local);
    }
    return new Form(local, Kind.LONG, true);
  }

  private Form inline(String method, List<Form> args) {
    Series callee = series.get(method);
    if (callee == null) {
      throw new IllegalArgumentException("no series is named " + method);
    }
    String suffix = Integer.toString(++inlined);
    Map<String, Form> names = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String parameter = callee.parameters().get(i);
      Form argument = args.get(i);
      if (argument.vector() && !argument.text().matches("\\w+")) {
        String local = parameter + suffix;
        line(type(argument.kind()) + " " + local + " = " + argument.text() + ";");
        argument = new Form(local, argument.kind(), true);
      } else if (!argument.vector() && !argument.text().matches("[\\w.]+")) {
        argument = Form.number("(" + argument.text() + ")", argument.kind());
      }
      names.put(parameter, argument);
    }
    return body(callee, names, suffix);
  }

  // --- writing --------------------------------------------------------------------------------

  private static final String HEAD =
      """
      package dev.capstan.ops.internal;

      // Made by src/build/VectorForms.java from the classes named Double…Series. Do not edit.

      """;

  /** Characters of a step that has 325 bytes of code or more, whatever it is made of. */
  private static final int SHORT = 1700;

  private static final int SHORT_IF_NAMED = 2000;

  /**
   * Loops that name the vectors whose bits they read. With and without, C2 of JDK 17 loses sight of
   * a vector's type in one loop in twenty or so, and makes objects of its vectors: what
   * -XX:+PrintIntrinsics says of a constant that is missing. These were found to need it.
   */
  private static final Set<String> NAMED =
      Set.of("round", "floor", "ceil", "lgamma", "digamma", "lgammaBack", "gated");

  private String vectors() {
    out.append(HEAD)
        .append(
            """
            import static java.util.Objects.checkFromIndexSize;
            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;

            import jdk.incubator.vector.ByteVector;
            import jdk.incubator.vector.DoubleVector;
            import jdk.incubator.vector.LongVector;
            import jdk.incubator.vector.VectorMask;
            import jdk.incubator.vector.VectorOperators;
            import jdk.incubator.vector.VectorShape;
            import jdk.incubator.vector.VectorSpecies;

            /**
             * The series on the Vector API, to the bits of their scalar definitions: each loop holds the
             * arithmetic of one of them, with its calls inlined, so that C2 sees all of it.
             */
            final class VectorDoubleSeries extends DoubleSeriesLoops {
              private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
              private static final int LANES = SPECIES.length();

              /** Of a vector's bits. */
              private static final VectorSpecies<?> BITS = LongVector.SPECIES_PREFERRED;

              /** As many bytes as lanes, where such vectors exist. */
              private static final VectorSpecies<Byte> BYTES =
                  VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(LANES, 8) * Byte.SIZE));

              /** Elements that are tested for their range together. */
              private static final int BLOCK = 512;

            """);
    dispatch(1);
    dispatch(2);
    for (Series one : looped) {
      vectorLoop(one);
    }
    masks();
    return out.append("}\n").toString();
  }

  /** Ones and zeros as a mask, where as many bytes as lanes make up a vector. */
  private void masks() {
    named = true;
    out.append(
        """
          @Override
          void ones(double[] x, boolean[] mask, int to, int n) {
            if (LANES < 8) {
              super.ones(x, mask, to, n);
              return;
            }
            int full = SPECIES.loopBound(n);
            onesVectors(x, mask, to, full);
            for (int i = full; i < n; i++) {
              mask[to + i] = x[i] != 0;
            }
          }

          private static void onesVectors(double[] xs, boolean[] mask, int to, int n) {
        """);
    loop(
        """
              LongVector bits = (LongVector) fromArray(SPECIES, xs, 0 + i).reinterpretShape(BITS, 0);
              LongVector ones = bits.lanewise(VectorOperators.LSHR, Double.SIZE - 3);
              ((ByteVector) ones.convertShape(VectorOperators.L2B, BYTES, 0))
                  .intoBooleanArray(mask, to + i);
        """);
    out.append("  }\n\n");
  }

  /** The override that chooses a loop, for functions of so many operands. */
  private void dispatch(int operands) {
    String arrays =
        operands == 1 ? "double[] x, int xAt" : "double[] x, int xAt, double[] y, int yAt";
    String given = operands == 1 ? "x, xAt" : "x, xAt, y, yAt";
    String last = operands == 1 ? "x, xAt + n - LANES" : "x, xAt + n - LANES, y, yAt + n - LANES";
    out.append("  @Override\n  void ")
        .append(operands == 1 ? "map(Elementary" : "zip(ElementaryPair")
        .append(" f, /*wide*/ double a, /*wide*/ double b, ")
        .append(arrays)
        .append(", double[] out, int to, int n) {\n")
        .append("    if (n < LANES) {\n      super.")
        .append(operands == 1 ? "map" : "zip")
        .append("(f, a, b, ")
        .append(given)
        .append(", out, to, n);\n      return;\n    }\n")
        .append("    int full = SPECIES.loopBound(n);\n    if (full == n) {\n")
        .append("      vectors(f, a, b, ")
        .append(given)
        .append(", out, to, n);\n      return;\n    }\n")
        .append("    // The last vector overlaps the one before, and is computed first.\n")
        .append("    double[] end = new double[LANES];\n")
        .append("    vectors(f, a, b, ")
        .append(last)
        .append(", end, 0, LANES);\n    vectors(f, a, b, ")
        .append(given)
        .append(", out, to, full);\n")
        .append("    System.arraycopy(end, LANES - (n - full), out, to + full, n - full);\n")
        .append("  }\n\n")
        .append("  private static void vectors(")
        .append(operands == 1 ? "Elementary" : "ElementaryPair")
        .append(" f, /*wide*/ double a, /*wide*/ double b, ")
        .append(arrays)
        .append(", double[] out, int to, int n) {\n    switch (f) {\n");
    for (Series one : looped) {
      if (one.operands().size() == operands) {
        out.append("      case ").append(one.constant()).append(" -> ");
        String call = one.name() + "Vectors(" + numbers(one) + given + ", out, to, n);";
        out.append(
            one.inside().isEmpty()
                ? call
                : one.name() + "InBlocks(" + numbers(one) + given + ", out, to, n);");
        out.append('\n');
      }
    }
    out.append("    }\n  }\n\n");
  }

  private static String numbers(Series one) {
    String text = "";
    for (int i = 0; i < one.constants().size(); i++) {
      text += "/*narrow*/ " + (i == 0 ? "a, " : "b, ");
    }
    return text;
  }

  private void vectorLoop(Series one) {
    if (!one.inside().isEmpty()) {
      blocks(one);
    }
    form(one, "Vectors", one.inside().isEmpty() ? one : series.get(one.name() + "Near"));
    if (!one.inside().isEmpty() && !one.left().isEmpty()) {
      form(one, "LeftVectors", series.get(one.name() + "Left"));
    }
  }

  /** A loop over a form of the function. */
  private void form(Series one, String suffix, Series definition) {
    List<String> operands = one.operands();
    out.append("  private static void ").append(one.name()).append(suffix).append("(");
    for (String constant : one.constants()) {
      out.append("double ").append(constant).append(", ");
    }
    for (String operand : operands) {
      out.append("double[] ").append(operand).append("s, int ").append(operand).append("At, ");
    }
    out.append("double[] out, int to, int n) {\n");
    for (String operand : operands) {
      out.append("    checkFromIndexSize(").append(operand + "At, n, " + operand + "s.length);\n");
    }
    out.append("    checkFromIndexSize(to, n, out.length);\n");
    int begin = out.length();
    Map<String, Form> names = new HashMap<>();
    for (String operand : operands) {
      line(
          "DoubleVector "
              + operand
              + " = fromArray(SPECIES, "
              + operand
              + "s, "
              + operand
              + "At + i);");
      names.put(operand, new Form(operand, Kind.DOUBLE, true));
    }
    for (String constant : one.constants()) {
      names.put(constant, Form.number(constant, Kind.DOUBLE));
    }
    inlined = 0;
    read.clear();
    named = NAMED.contains(one.name());
    Form y = body(definition, names, "0");
    line(y.wide() + ".intoArray(out, to + i);");
    String step = out.substring(begin);
    out.setLength(begin);
    loop(step);
    out.append("  }\n\n");
  }

  /**
   * A short step is written several times, so that the loop is longer than what C2 inlines: deep in
   * a caller, JDK 17 would make objects of its vectors (LoopSizeTest).
   */
  private void loop(String step) {
    int least = named ? SHORT_IF_NAMED : SHORT;
    int copies = step.length() < least ? least / step.length() + 1 : 1;
    String start = "    for (int i = 0; i < n; i += LANES) {\n";
    if (copies > 1) {
      out.append("    int i = 0;\n    for (; i <= n - ")
          .append(copies + " * LANES; i += " + copies)
          .append(" * LANES) {\n");
      for (int k = 0; k < copies; k++) {
        out.append("      {\n")
            .append(step.replace(" + i)", k == 0 ? " + i)" : " + i + " + k + " * LANES)"))
            .append("      }\n");
      }
      out.append("    }\n");
      start = "    for (; i < n; i += LANES) {\n";
    }
    out.append(start).append(step).append("    }\n");
  }

  /** Blocks in which every element is inside go through the vector loop. */
  private void blocks(Series one) {
    boolean two = one.operands().size() == 2;
    String arrays = two ? "double[] x, int xAt, double[] y, int yAt" : "double[] x, int xAt";
    String operands = two ? "x, xAt + i, y, yAt + i" : "x, xAt + i";
    String given =
        one.constants().stream().map(c -> c + ", ").collect(Collectors.joining()) + operands;
    out.append("  private static void ")
        .append(one.name())
        .append("InBlocks(")
        .append(
            one.constants().stream().map(c -> "double " + c + ", ").collect(Collectors.joining()))
        .append(arrays)
        .append(", double[] out, int to, int n) {\n")
        .append("    for (int i = 0; i < n; i += BLOCK) {\n")
        .append("      int size = Math.min(BLOCK, n - i);\n      if (")
        .append(one.name())
        .append("Inside(")
        .append(operands)
        .append(", size)) {\n        ")
        .append(one.name() + "Vectors(" + given + ", out, to + i, size);\n");
    if (!one.left().isEmpty()) {
      out.append(
              "      } else if (" + one.name() + "InsideLeft(" + operands + ", size)) {\n        ")
          .append(one.name() + "LeftVectors(" + given + ", out, to + i, size);\n")
          .append("      } else {\n        double[] near = new double[size];\n")
          .append("        double[] left = new double[size];\n")
          .append("        " + one.name() + "Vectors(" + given + ", near, 0, size);\n")
          .append("        " + one.name() + "LeftVectors(" + given + ", left, 0, size);\n")
          .append("        for (int k = 0; k < size; k++) {\n          out[to + i + k] =\n")
          .append("              " + call(one, one.near()) + "\n                  ? near[k]\n")
          .append("                  : " + call(one, one.left()) + " ? left[k] : ")
          .append(call(one, one.name()) + ";\n        }\n      }\n    }\n  }\n\n");
    } else {
      out.append("      } else {\n        DoubleSeriesLoops.")
          .append(one.name() + "(" + given + ", out, to + i, size);\n      }\n    }\n  }\n\n");
    }
    inside(one, "Inside", one.near());
    if (!one.left().isEmpty()) {
      inside(one, "InsideLeft", one.left());
    }
  }

  /** A call of a series for one element of a block. */
  private String call(Series one, String method) {
    return series.get(method).owner()
        + "."
        + method
        + (one.operands().size() == 1 ? "(x[xAt + i + k])" : "(x[xAt + i + k], y[yAt + i + k])");
  }

  /** Whether all of a block passes a test. */
  private void inside(Series one, String suffix, String test) {
    out.append("  private static boolean ").append(one.name()).append(suffix).append("(");
    for (String operand : one.operands()) {
      out.append("double[] ").append(operand).append("s, int ").append(operand).append("At, ");
    }
    out.append("int n) {\n").append("    for (int i = 0; i < n; i += LANES) {\n");
    List<Form> args = new ArrayList<>();
    for (String operand : one.operands()) {
      line(
          "DoubleVector "
              + operand
              + " = fromArray(SPECIES, "
              + operand
              + "s, "
              + operand
              + "At + i);");
      args.add(new Form(operand, Kind.DOUBLE, true));
    }
    inlined = 0;
    read.clear();
    named = true;
    Form passed = inline(test, args);
    line("if (!" + passed.text() + ".allTrue()) {");
    line("  return false;");
    line("}");
    out.append("    }\n    return true;\n  }\n\n");
  }

  private String loops() {
    var text = new StringBuilder(HEAD);
    text.append(
        """
        /** The series element by element: loops of their own, each with one function in sight. */
        class DoubleSeriesLoops {

          /**
           * mask[to + i] = x[i] is 1, of ones and zeros: by the highest bit of the exponent that only 1
           * has, narrowed for C2 to store it as it is. Of a comparison it makes a branch.
           */
          void ones(double[] x, boolean[] mask, int to, int n) {
            for (int i = 0; i < n; i++) {
              int bits = (char) (Double.doubleToRawLongBits(x[i]) >>> (Double.SIZE - 3));
              mask[to + i] = (bits & 1) != 0;
            }
          }

        """);
    for (int operands = 1; operands <= 2; operands++) {
      boolean one = operands == 1;
      String type = one ? "Elementary" : "ElementaryPair";
      String arrays = one ? "double[] x, int xAt" : "double[] x, int xAt, double[] y, int yAt";
      text.append("  /** out[to + i] = f(x[xAt + i]")
          .append(one ? "" : ", y[yAt + i]")
          .append(") for i below n, where out may be an operand at its place. */\n  void ")
          .append(one ? "map(" : "zip(")
          .append(type)
          .append(" f, /*wide*/ double a, /*wide*/ double b, ")
          .append(arrays)
          .append(", double[] out, int to, int n) {\n    switch (f) {\n");
      for (Series s : looped) {
        if (s.operands().size() == operands) {
          text.append("      case ")
              .append(s.constant())
              .append(" -> ")
              .append(s.name())
              .append("(")
              .append(numbers(s))
              .append(one ? "x, xAt" : "x, xAt, y, yAt")
              .append(", out, to, n);\n");
        }
      }
      text.append("    }\n  }\n\n");
      text.append("  /** f of one element. */\n  static double value(")
          .append(type)
          .append(" f, /*wide*/ double a, /*wide*/ double b, double x")
          .append(one ? "" : ", double y")
          .append(") {\n    return switch (f) {\n");
      for (Series s : looped) {
        if (s.operands().size() == operands) {
          text.append("      case ")
              .append(s.constant())
              .append(" -> ")
              .append(s.owner())
              .append(".")
              .append(s.name())
              .append("(")
              .append(one ? "x" : "x, y");
          for (int i = 0; i < s.constants().size(); i++) {
            text.append(", /*narrow*/ ").append(i == 0 ? "a" : "b");
          }
          text.append(");\n");
        }
      }
      text.append("    };\n  }\n\n");
    }
    for (Series s : looped) {
      text.append("  static void ").append(s.name()).append("(");
      for (String c : s.constants()) {
        text.append("double ").append(c).append(", ");
      }
      for (String o : s.operands()) {
        text.append("double[] ").append(o).append(", int ").append(o).append("At, ");
      }
      text.append("double[] out, int to, int n) {\n    for (int i = 0; i < n; i++) {\n")
          .append("      out[to + i] = ")
          .append(s.owner())
          .append(".")
          .append(s.name())
          .append("(")
          .append(
              s.parameters().stream()
                  .map(p -> isOperand(p) ? p + "[" + p + "At + i]" : p)
                  .collect(Collectors.joining(", ")))
          .append(");\n    }\n  }\n\n");
    }
    return text.append("}\n").toString();
  }
}
