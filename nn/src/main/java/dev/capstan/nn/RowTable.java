package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Scattering;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A large look-up table whose training costs as much as the rows that a step touches.
 *
 * <p>A table is no tensor: a tensor never changes, and writing 100,000 rows anew to move 256 of
 * them would be waste. {@link #lookup} gathers the distinct rows that are asked for into a small
 * tensor, which the scope's tape watches like any parameter, and picks from it; after the step the
 * optimizer changes just those rows in place, with moments for each row. Rows that no step touches
 * keep value and moments, as with PyTorch's {@code SparseAdam}.
 *
 * <p>A table belongs to one thread, and to one optimizer.
 */
public final class RowTable {
  private final String name;
  private final DType dtype;
  private final MutableRows values;
  private final Turns turns = new Turns();

  /** During a look-up: one more than a row's place among the distinct rows; all 0 in between. */
  private int[] place;

  private final List<Lookup> lookups = new ArrayList<>();
  private @Nullable Tape tape;

  /** What lies in the memory that look-ups go to. */
  private Tensor room;

  private boolean frozen;

  /** The rows of one look-up inside a scope, and the leaf that holds them. */
  private record Lookup(int[] rows, Tensor leaf) {}

  /** Some rows and, row by row, what belongs to them. */
  public record RowGradient(int[] rows, Tensor gradient) {
    public RowGradient {
      requireNonNull(rows, "rows");
      requireNonNull(gradient, "gradient");
    }

    @Override
    public String toString() {
      return "gradient of " + rows.length + " rows\n" + gradient;
    }
  }

  /**
   * @param initial the first values, {@code [rows, width]}
   */
  public RowTable(String name, Tensor initial) {
    requireNonNull(name, "name");
    if (initial.rank() != 2) {
      throw new ShapeException(
          "rowTable " + Quoted.of(name) + ": got " + initial.shape() + ", expected [rows, width]");
    }
    if ((long) Integer.BYTES * initial.shape().get(0) > Runtime.getRuntime().maxMemory()) {
      throw new ShapeException(
          "rowTable "
              + Quoted.of(name)
              + ": got "
              + initial.shape()
              + ", whose rows alone are larger than the heap; give Java more by -Xmx");
    }
    this.name = name;
    this.dtype = initial.dtype();
    this.values = new MutableRows(initial);
    this.place = new int[values.rows()];
    this.room = Tensor.zeros(dtype);
  }

  public String name() {
    return name;
  }

  public DType dtype() {
    return dtype;
  }

  /** The number of rows. */
  public int rows() {
    return values.rows();
  }

  /** The length of a row. */
  public int width() {
    return values.width();
  }

  /** All rows as they are now, as a constant; a copy. */
  public Tensor toTensor() {
    return values.all();
  }

  /**
   * Replaces all rows.
   *
   * @throws IllegalArgumentException if dtype or shape differ
   */
  public void assign(Tensor next) {
    if (next.dtype() != dtype || !next.shape().equals(Shape.of(rows(), width()))) {
      throw new IllegalArgumentException(
          "assign: form of "
              + this
              + ": got "
              + next.form()
              + "; a table keeps its dtype and shape");
    }
    change(rows -> rows.set(next));
  }

  /**
   * Puts new rows behind those that there are: words or ids that nobody knew when training began.
   * An optimizer goes on with them; their moments begin at rest.
   *
   * @throws IllegalArgumentException if the dtype or the width is another
   * @throws IllegalStateException inside a step
   */
  public void append(Tensor more) {
    requireNonNull(more, "more");
    if (tape != null) {
      throw new IllegalStateException(
          "append: table " + Quoted.of(name) + " is being differentiated; append after the step");
    }
    change(rows -> rows.append(more));
    place = new int[rows()];
  }

  /** Changes the rows in place; a reader on another thread learns of it. */
  public void change(Consumer<MutableRows> change) {
    turns.begin();
    try {
      change.accept(values);
    } finally {
      turns.end();
    }
  }

  Turns turns() {
    return turns;
  }

  /** Takes the table out of training until {@link #unfreeze()}. */
  public void freeze() {
    frozen = true;
  }

  /** Undoes {@link #freeze()}. */
  public void unfreeze() {
    frozen = false;
  }

  public boolean frozen() {
    return frozen;
  }

  /**
   * The rows of these indices.
   *
   * <p>Shapes: ids of any shape {@code S}, returns {@code S + [width]}. Gradient: each row collects
   * what its occurrences pass back, over all look-ups of a step.
   *
   * @throws IndexOutOfBoundsException if an index is not in {@code [0, rows)}
   */
  public Tensor lookup(IntTensor ids) {
    Taken taken = taken(ids);
    int[] shape = Arrays.copyOf(ids.shape().toArray(), ids.shape().rank() + 1);
    shape[shape.length - 1] = width();
    return Movement.reshape(Indexing.indexSelect(taken.rows(), 0, taken.position()), shape);
  }

  /**
   * The sum of the rows of each segment; see {@link Scattering#segmentSum(Tensor, IntTensor,
   * IntTensor, int)}.
   *
   * @throws IndexOutOfBoundsException if an id is not in {@code [0, rows)}
   */
  public Tensor segmentSum(IntTensor ids, IntTensor segments, int count) {
    Taken taken = taken(ids);
    return Scattering.segmentSum(taken.rows(), taken.position(), segments, count);
  }

  /** As {@link #segmentSum(IntTensor, IntTensor, int)}, each row times a weight of its own. */
  public Tensor segmentSum(IntTensor ids, Tensor weights, IntTensor segments, int count) {
    Taken taken = taken(ids);
    return Scattering.segmentSum(taken.rows(), taken.position(), weights, segments, count);
  }

  /** The mean of the rows of each segment; 0 for an empty one. */
  public Tensor segmentMean(IntTensor ids, IntTensor segments, int count) {
    Taken taken = taken(ids);
    return Scattering.segmentMean(taken.rows(), taken.position(), segments, count);
  }

  /** Rows that a step asked for, each once, and where each mention finds its own. */
  private record Taken(Tensor rows, IntTensor position) {}

  private Taken taken(IntTensor ids) {
    if (tape == null && !frozen) {
      Scope.met(this);
    }
    int[] asked = ids.toArray();
    int[] position = new int[asked.length];
    int[] distinct = distinct(asked, position);
    Tensor rows = values.gather(distinct, room);
    if (tape != null) {
      rows = tape.watch(rows, name);
      lookups.add(new Lookup(distinct, rows));
    }
    return new Taken(rows, IntTensor.of(position));
  }

  /**
   * As {@link #lookup(IntTensor)}, but the row of one index stands for nothing: it is given as it
   * is, collects no gradient, and so stays as it is.
   *
   * @throws IndexOutOfBoundsException if an index, or the padding, is not in {@code [0, rows)}
   */
  public Tensor lookup(IntTensor ids, int padding) {
    int[] asked = requireNonNull(ids, "ids").toArray();
    checked(padding, 0);
    int[] others = Arrays.stream(asked).filter(id -> id != padding).toArray();
    if (others.length == asked.length) {
      return lookup(ids);
    }
    Tensor nothing = values.gather(new int[] {padding}, room);
    Tensor all = Movement.concat(0, nothing, lookup(IntTensor.of(others)));
    int[] position = new int[asked.length];
    int count = 0;
    for (int i = 0; i < asked.length; i++) {
      position[i] = asked[i] == padding ? 0 : ++count;
    }
    int[] shape = Arrays.copyOf(ids.shape().toArray(), ids.shape().rank() + 1);
    shape[shape.length - 1] = width();
    return Movement.reshape(Indexing.indexSelect(all, 0, IntTensor.of(position)), shape);
  }

  /** The distinct rows in the order of first mention, and where each mention finds its row. */
  private int[] distinct(int[] asked, int[] position) {
    int[] found = new int[asked.length];
    int count = 0;
    try {
      for (int i = 0; i < asked.length; i++) {
        int row = checked(asked[i], i);
        if (place[row] == 0) {
          found[count++] = row;
          place[row] = count;
        }
        position[i] = place[row] - 1;
      }
    } finally {
      for (int i = 0; i < count; i++) {
        place[found[i]] = 0;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private int checked(int row, int at) {
    if (row < 0 || row >= rows()) {
      throw new IndexOutOfBoundsException(
          "lookup: index "
              + row
              + " out of range for table "
              + Quoted.of(name)
              + " of "
              + rows()
              + " rows, at ["
              + at
              + "]");
    }
    return row;
  }

  // --- for a scope ----------------------------------------------------------------------------

  void watch(Tape on, UnaryOperator<Tensor> memory) {
    if (tape != null) {
      throw new IllegalStateException(
          "gradients: table "
              + Quoted.of(name)
              + " is already differentiated by an enclosing scope; compute the inner loss outside");
    }
    turns.begin();
    tape = on;
    room = memory.apply(room);
  }

  /** Whether the scope has looked anything up. */
  boolean used() {
    return !lookups.isEmpty();
  }

  /** The scope's gradient: each row once, in the order of first mention. */
  RowGradient gradient(Gradients<Tensor> g) {
    List<RowGradient> each =
        lookups.stream().map(look -> new RowGradient(look.rows(), g.of(look.leaf()))).toList();
    return sum(each);
  }

  /** Refuses a gradient whose rows are out of range or twice there, or that has another form. */
  void requireGradient(RowGradient g) {
    int[] rows = g.rows();
    if (g.gradient().dtype() != dtype
        || !g.gradient().shape().equals(Shape.of(rows.length, width()))) {
      throw new IllegalArgumentException(
          "gradients: got " + g.gradient().form() + " for " + rows.length + " rows of " + this);
    }
    if (distinct(rows, new int[rows.length]).length != rows.length) {
      throw new IllegalArgumentException(
          "gradients: a row of " + this + " is mentioned twice; add what belongs to it");
    }
  }

  /** Row gradients of this table added; a row that several have appears once. */
  RowGradient sum(List<RowGradient> each) {
    if (each.size() == 1) {
      return each.get(0);
    }
    int[] mentions = each.stream().flatMapToInt(r -> Arrays.stream(r.rows())).toArray();
    int[] position = new int[mentions.length];
    int[] distinct = distinct(mentions, position);
    Tensor[] parts = each.stream().map(RowGradient::gradient).toArray(Tensor[]::new);
    Tensor all = Movement.concat(0, parts);
    return new RowGradient(
        distinct, Scattering.segmentSum(all, IntTensor.of(position), distinct.length));
  }

  void restore() {
    tape = null;
    room = Tensor.zeros(dtype);
    lookups.clear();
    turns.end();
  }

  RowTable copy() {
    RowTable copy = new RowTable(name, toTensor());
    copy.frozen = frozen;
    return copy;
  }

  @Override
  public String toString() {
    return "table " + Quoted.of(name) + " " + dtype + " [" + rows() + ", " + width() + "]";
  }
}
