package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tensors by name held against what a module wants, before anything is changed: what is missing,
 * what is not the module's, and what has another form. {@link #run} then takes over all that fits.
 */
public final class Loading {
  /** How many names a message lists of one kind. */
  private static final int LISTED = 8;

  /** How many characters all of them may take, beside the words around them and a file's name. */
  private static final int MOST_CHARACTERS = 330;

  private final NeuralModule module;
  private final Map<String, Tensor> fitting = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> extra = new ArrayList<>();
  private final List<String> misshapen = new ArrayList<>();

  private Loading(NeuralModule module) {
    this.module = module;
  }

  /** Compares, and changes nothing. */
  public static Loading of(NeuralModule module, Map<String, Tensor> weights) {
    requireNonNull(weights, "weights");
    Loading loading = new Loading(module);
    Map<String, Tensor> left = new LinkedHashMap<>(weights);
    module.namedParameters().forEach((n, p) -> loading.meet(n, left, p.form().toString(), false));
    module
        .namedBuffers()
        .forEach((n, b) -> loading.meet(n, left, b.value().form().toString(), false));
    module.namedTables().forEach((n, t) -> loading.meetTable(n, left, t));
    loading.extra.addAll(new TreeSet<>(left.keySet()));
    return loading;
  }

  private void meet(String name, Map<String, Tensor> left, String form, boolean fits) {
    Tensor found = left.remove(name);
    if (found == null) {
      missing.add(name);
    } else if (fits || found.form().toString().equals(form)) {
      fitting.put(name, found);
    } else {
      misshapen.add(Quoted.of(name) + ": got " + found.form() + ", expected " + form);
    }
  }

  private void meetTable(String name, Map<String, Tensor> left, RowTable table) {
    Tensor found = left.get(name);
    boolean grows =
        found != null
            && found.dtype() == table.dtype()
            && found.rank() == 2
            && found.shape().get(1) == table.width()
            && found.shape().get(0) >= table.rows();
    String form = table.dtype() + " [" + table.rows() + ", " + table.width() + "]";
    meet(name, left, form, grows);
  }

  /** Names that the module wants and that are not there. */
  public List<String> missing() {
    return List.copyOf(missing);
  }

  /** Names that are there and that the module does not know. */
  public List<String> extra() {
    return List.copyOf(extra);
  }

  /** What is there in another form, each with both forms. */
  public List<String> misshapen() {
    return List.copyOf(misshapen);
  }

  /** Whether all is there, nothing else, and in the same forms. */
  public boolean exact() {
    return missing.isEmpty() && extra.isEmpty() && misshapen.isEmpty();
  }

  /** One line that lists what differs; empty if nothing does. */
  public String differences() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("missing ", missing.stream().map(Quoted::shortened).toList());
    kinds.put("not in the module ", extra.stream().map(Quoted::shortened).toList());
    kinds.put("of another form ", misshapen);
    kinds.values().removeIf(List::isEmpty);
    List<String> parts = new ArrayList<>();
    kinds.forEach((what, names) -> parts.add(what + listed(names, MOST_CHARACTERS / kinds.size())));
    return String.join("; ", parts);
  }

  /** The first names, as many as have room, at least one, and how many more there are. */
  private static String listed(List<String> names, int room) {
    List<String> shown = new ArrayList<>();
    int left = room;
    for (String next : names.subList(0, Math.min(names.size(), LISTED))) {
      left -= next.length() + 2;
      if (!shown.isEmpty() && left < 0) {
        break;
      }
      shown.add(next);
    }
    int more = names.size() - shown.size();
    return shown + (more > 0 ? " and " + more + " more" : "");
  }

  /** Takes over everything that fits. */
  public void run() {
    JointChange.of(module.parameters(), module.tables(), this::takeOver);
  }

  private void takeOver() {
    module.namedParameters().forEach((name, p) -> ifFound(name, p::assign));
    module.namedBuffers().forEach((name, b) -> ifFound(name, b::assign));
    module.namedTables().forEach((name, t) -> ifFound(name, rows -> assign(t, rows)));
  }

  private void ifFound(String name, Consumer<Tensor> assign) {
    if (fitting.containsKey(name)) {
      assign.accept(Objects.requireNonNull(fitting.get(name)));
    }
  }

  private static void assign(RowTable table, Tensor rows) {
    int more = rows.shape().get(0);
    if (more > table.rows()) {
      table.append(rows.slice(0, table.rows(), more));
    }
    table.assign(rows);
  }
}
