package dev.capstan.nn.index;

/** Distances that somebody else has measured. */
record GivenDistances(float[] values) implements RowDistances {
  @Override
  public int size() {
    return values.length;
  }

  @Override
  public double at(int row) {
    return values[Nearest.checked(row, values.length)];
  }

  @Override
  public double distance(int row) {
    return at(row);
  }

  @Override
  public int[] nearest(int k, int except) {
    return Nearest.of(values, k, except);
  }
}
