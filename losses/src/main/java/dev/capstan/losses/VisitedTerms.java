package dev.capstan.losses;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.losses.reduction.Range;
import dev.capstan.losses.reduction.Terms;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;

/**
 * The losses of triplets that are visited and never listed.
 *
 * @param distances of which {@link TripletSums} reads the form
 * @param offset where the distances of the columns among each other begin
 */
record VisitedTerms(
    EmbeddingBatch batch,
    Triplets triplets,
    TripletSums.Form form,
    Term term,
    double margin,
    Tensor distances,
    int offset)
    implements Terms {

  private TripletSums within(Range range) {
    Tensor shift = Tensor.scalar(-margin);
    return new TripletSums(
        triplets, form, term, batch.rows(), batch.columns(), offset, range, shift);
  }

  @Override
  public Tensor sums(Range range) {
    return Reductions.sum(within(range).of(distances), 1);
  }

  @Override
  public long[] counts(Range range) {
    return within(range).counts(distances);
  }

  @Override
  public Tensor each() {
    throw new IllegalStateException("VisitedTerms: the triplets are not listed");
  }

  @Override
  public int label(int anchor) {
    return batch.label(anchor);
  }

  @Override
  public Tensor zero() {
    return Batches.zero(distances);
  }
}
