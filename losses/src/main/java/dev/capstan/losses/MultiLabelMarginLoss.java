package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The hinge between every class that applies and every one that does not, as PyTorch's {@code
 * multilabel_margin_loss}.
 *
 * <p>{@code l_n = (1/C) Σ_j Σ_i max(0, 1 − x_j + x_i)}, j over the listed targets, i over the other
 * classes. A row's list of targets ends at its first −1.
 *
 * <p>Shapes: {@code input, target: [N, C]}, losses {@code [N]}; or both {@code [C]}, losses a
 * scalar.
 *
 * <p>Gradient: 0 where a hinge is exactly 0.
 *
 * <p>Domain: targets of −1 to C − 1; a hinge that is NaN is dropped, as PyTorch does. The mean of
 * nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
@Named(value = "multilabel_margin_loss", system = "torch")
public record MultiLabelMarginLoss(Reduction reduction, Variant variant)
    implements Loss,
        With.AnyReduction<MultiLabelMarginLoss>,
        With.AnyVariant<MultiLabelMarginLoss> {
  public MultiLabelMarginLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public MultiLabelMarginLoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static MultiLabelMarginLoss torch() {
    return new MultiLabelMarginLoss().withVariant(Variant.FAITHFUL);
  }

  /**
   * The loss.
   *
   * @throws ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a target before the list's end is no class
   */
  public Tensor apply(Tensor input, IntTensor target) {
    boolean fit = input.rank() == 1 || input.rank() == 2;
    if (!fit || !target.shape().equals(input.shape()) || input.shape().get(-1) == 0) {
      throw new ShapeException(
          ("MultiLabelMarginLoss: shapes do not fit: got input %s and target %s, expected"
                  + " [N, C] twice or [C] twice, with at least one class")
              .formatted(input.shape(), target.shape()));
    }
    int classes = input.shape().get(-1);
    int rows = input.size() / classes;
    Tensor x = input.reshape(input.size());
    Hinges active = new Hinges(input, target, classes, rows);
    Tensor excess = active.own(x).rsub(1).add(active.other(x));
    Tensor losses =
        Tensor.zeros(input.dtype(), rows).scatterAdd(0, active.rows(), excess).div(classes);
    return reduction.of(input.rank() == 1 ? losses.reshape(new int[0]) : losses, variant);
  }

  /** The pairs (target, other class) whose hinge is above 0, by flat index. */
  private static final class Hinges {
    private final List<int[]> pairs = new ArrayList<>();

    Hinges(Tensor x, IntTensor target, int classes, int rows) {
      for (int row = 0; row < rows; row++) {
        int first = row * classes;
        int count = listed(target, row, classes);
        boolean[] applies = new boolean[classes];
        for (int j = 0; j < count; j++) {
          applies[target.at(first + j)] = true;
        }
        for (int j = 0; j < count; j++) {
          int own = first + target.at(first + j);
          for (int i = 0; i < classes; i++) {
            if (!applies[i] && 1 - x.at(own) + x.at(first + i) > 0) {
              pairs.add(new int[] {own, first + i, row});
            }
          }
        }
      }
    }

    /** How many targets a row lists. */
    private static int listed(IntTensor target, int row, int classes) {
      int count = 0;
      while (count < classes && target.at(row * classes + count) != -1) {
        Checks.classInRange("MultiLabelMarginLoss", row, target.at(row * classes + count), classes);
        count++;
      }
      return count;
    }

    Tensor own(Tensor x) {
      return x.indexSelect(0, column(0));
    }

    Tensor other(Tensor x) {
      return x.indexSelect(0, column(1));
    }

    IntTensor rows() {
      return column(2);
    }

    private IntTensor column(int of) {
      return IntTensor.of(pairs.stream().mapToInt(pair -> pair[of]).toArray());
    }
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs("MultiLabelMarginLoss", inputs, "input", "target");
    return apply(in.tensor("input"), in.ints("target"));
  }
}
