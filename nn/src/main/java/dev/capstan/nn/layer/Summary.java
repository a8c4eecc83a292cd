package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model layer by layer: path, layer, the shape of its output, its parameters. Layers inside of
 * {@link Sequential} and {@link Residual} have lines of their own. A parameter that is tied is
 * counted in each layer that has it, and once in the total.
 */
public final class Summary {

  /** One layer. */
  public record Line(String path, String layer, Shape output, long parameters) {
    public Line {
      requireNonNull(path, "path");
      requireNonNull(layer, "layer");
      requireNonNull(output, "output");
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final long total;

  private Summary(Layer model, Tensor input) {
    visit("", model, input);
    this.total = model.size();
  }

  /** Runs the model once in evaluation mode on an input of the user's kind, of any numbers. */
  public static Summary of(Layer model, Tensor input) {
    requireNonNull(input, "input");
    return model.evaluating(() -> new Summary(model, input));
  }

  private Tensor visit(String path, Layer layer, Tensor x) {
    if (layer instanceof Sequential chain) {
      Tensor y = x;
      List<String> names = List.copyOf(chain.children().keySet());
      for (int i = 0; i < names.size(); i++) {
        y = visit(joined(path, names.get(i)), chain.layers().get(i), y);
      }
      return y;
    }
    Tensor y = layer.apply(x);
    if (layer instanceof Residual residual) {
      visit(joined(path, "inner"), residual.inner(), x);
      lines.add(new Line(path, "x + inner", y.shape(), 0));
      return y;
    }
    lines.add(new Line(path, kind(layer), y.shape(), layer.size()));
    return y;
  }

  /** Its class, or what a layer without parameters calls itself. */
  private static String kind(Layer layer) {
    return layer.size() > 0 ? layer.getClass().getSimpleName() : layer.toString();
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The number of trainable elements, each counted once. */
  public long parameters() {
    return total;
  }

  /** A table. */
  @Override
  public String toString() {
    int path = lines.stream().mapToInt(l -> l.path().length()).max().orElse(0);
    int layer = lines.stream().mapToInt(l -> l.layer().length()).max().orElse(0);
    int shape = lines.stream().mapToInt(l -> l.output().toString().length()).max().orElse(0);
    String form = "%-" + (path + 2) + "s%-" + (layer + 2) + "s%-" + (shape + 2) + "s%,12d%n";
    StringBuilder text = new StringBuilder();
    for (Line l : lines) {
      text.append(
          String.format(Locale.ROOT, form, l.path(), l.layer(), l.output(), l.parameters()));
    }
    return text.append(String.format(Locale.ROOT, "%,d parameters", total)).toString();
  }
}
