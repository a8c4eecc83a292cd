package dev.capstan.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A module as an indented tree: each part with its name, its kind and the number of its trainable
 * elements, below it its own tensors with their shapes. Of a module with more lines than a screen
 * the innermost levels are left out, and if that is not enough the middle of the list.
 */
final class ModuleText {
  private static final int DEEPEST = 100;

  private final int depth;
  private final List<String> lines = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private ModuleText(int depth) {
    this.depth = depth;
  }

  static String of(NeuralModule module) {
    int depth = depth(module);
    ModuleText text = drawn(module, depth);
    while (text.lines.size() > Screen.LINES && depth > 1) {
      depth--;
      text = drawn(module, depth);
    }
    return Screen.of(text.lines.get(0), text.lines.subList(1, text.lines.size()));
  }

  private static int depth(NeuralModule module) {
    int deepest = module.children().values().stream().mapToInt(ModuleText::depth).max().orElse(0);
    return Math.min(DEEPEST, 1 + deepest);
  }

  private static ModuleText drawn(NeuralModule module, int depth) {
    ModuleText text = new ModuleText(depth);
    text.add("", module, 0);
    return text;
  }

  private void add(String name, NeuralModule module, int level) {
    String indent = "  ".repeat(level);
    boolean empty = isEmpty(module);
    String what = empty && level > 0 ? module.toString() : kind(module);
    String size = empty ? "" : String.format(Locale.ROOT, ", %,d parameters", module.size());
    boolean again = !seen.add(module) && !empty;
    lines.add(indent + name + what + size + (again ? " (shared)" : ""));
    if (again || level >= depth) {
      return;
    }
    own(module.namedParameters().entrySet().stream(), indent);
    own(module.namedTables().entrySet().stream(), indent);
    own(module.namedBuffers().entrySet().stream(), indent);
    module.children().forEach((child, part) -> add(child + ": ", part, level + 1));
  }

  /** What stands in the module itself; that of its children has a dot in its path. */
  private <T> void own(Stream<Map.Entry<String, T>> named, String in) {
    named
        .filter(entry -> entry.getKey().indexOf('.') < 0)
        .forEach(
            entry -> {
              boolean again = !seen.add(entry.getValue());
              lines.add(in + "  " + entry.getValue() + (again ? " (shared)" : ""));
            });
  }

  private static boolean isEmpty(NeuralModule module) {
    return module.children().isEmpty()
        && module.namedParameters().isEmpty()
        && module.namedTables().isEmpty()
        && module.namedBuffers().isEmpty();
  }

  /** The class's name; that of the class above for one without a name. */
  static String kind(NeuralModule module) {
    Class<?> c = module.getClass();
    return c.getSimpleName().isEmpty() ? c.getSuperclass().getSimpleName() : c.getSimpleName();
  }
}
