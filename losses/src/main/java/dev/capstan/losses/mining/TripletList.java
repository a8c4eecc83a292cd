package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import java.util.Arrays;

/** Triplets that are few enough to keep: a few for each anchor or pair. */
public final class TripletList implements Triplets {
  private int[] anchors = new int[64];
  private int[] positives = new int[64];
  private int[] negatives = new int[64];
  private int size;

  /** The list of all that are visited. */
  public static TripletList of(Triplets triplets) {
    TripletList list = new TripletList();
    triplets.forEach(list::add);
    return list;
  }

  void add(int anchor, int positive, int negative) {
    if (size == anchors.length) {
      anchors = Arrays.copyOf(anchors, 2 * size);
      positives = Arrays.copyOf(positives, 2 * size);
      negatives = Arrays.copyOf(negatives, 2 * size);
    }
    anchors[size] = anchor;
    positives[size] = positive;
    negatives[size++] = negative;
  }

  public int size() {
    return size;
  }

  /** The anchors, [size]. */
  public IntTensor anchors() {
    return IntTensor.of(Arrays.copyOf(anchors, size));
  }

  /** The positives, [size]. */
  public IntTensor positives() {
    return IntTensor.of(Arrays.copyOf(positives, size));
  }

  /** The negatives, [size]. */
  public IntTensor negatives() {
    return IntTensor.of(Arrays.copyOf(negatives, size));
  }

  @Override
  public void forEach(Visitor visitor) {
    requireNonNull(visitor, "visitor");
    for (int t = 0; t < size; t++) {
      visitor.visit(anchors[t], positives[t], negatives[t]);
    }
  }
}
