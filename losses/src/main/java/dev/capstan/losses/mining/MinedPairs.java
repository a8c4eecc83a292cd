package dev.capstan.losses.mining;

/** Pairs, each positive one of an anchor joined with each negative one where triplets are asked. */
record MinedPairs(Pairs positives, Pairs negatives, int rows) implements Mined {
  @Override
  public Triplets triplets() {
    int[][] near = byRow(positives);
    int[][] far = byRow(negatives);
    return visitor -> {
      for (int a = 0; a < rows; a++) {
        for (int p : near[a]) {
          for (int n : far[a]) {
            visitor.visit(a, p, n);
          }
        }
      }
    };
  }

  private int[][] byRow(Pairs pairs) {
    int[] count = new int[rows];
    for (int i = 0; i < pairs.size(); i++) {
      count[pairs.row(i)]++;
    }
    int[][] columns = new int[rows][];
    for (int row = 0; row < rows; row++) {
      columns[row] = new int[count[row]];
    }
    for (int i = pairs.size() - 1; i >= 0; i--) {
      columns[pairs.row(i)][--count[pairs.row(i)]] = pairs.column(i);
    }
    return columns;
  }
}
