package dev.capstan.ops;

/** The operations of {@link Indexing} as methods of {@link Tensor}. */
interface FluentIndexing {
  Tensor self();
}
