package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Something built in whose gradient can be checked.
 *
 * @param kind op, loss, layer, or the user's own
 * @param name its name, unique among its kind
 * @param orders 2 if its second derivative can be checked by the same means
 * @param check the check at its point
 */
record Checked(Kind kind, String name, int orders, Supplier<GradCheck> check) {

  enum Kind {
    OP,
    LOSS,
    LAYER,
    OWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a name on the command line means this: the kind, the name, or a part between dots. */
  boolean matches(String wanted) {
    String w = wanted.toLowerCase(Locale.ROOT);
    String n = name.toLowerCase(Locale.ROOT);
    String bare = n.replaceAll(" \\[.*", "");
    return w.equals(kind.toString())
        || w.equals(n)
        || w.equals(bare)
        || bare.endsWith("." + w)
        || bare.startsWith(w + ".");
  }
}
