package dev.capstan.losses.mining;

/** Triplets, read as pairs where pairs are wanted. */
record MinedTriplets(Triplets triplets, int columns) implements Mined {
  @Override
  public Pairs positives() {
    Pairs pairs = new Pairs(columns);
    triplets.forEach((a, p, n) -> pairs.add(a, p));
    return pairs;
  }

  @Override
  public Pairs negatives() {
    Pairs pairs = new Pairs(columns);
    triplets.forEach((a, p, n) -> pairs.add(a, n));
    return pairs;
  }
}
