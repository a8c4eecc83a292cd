/**
 * One result: what the library computes, as a hash a row, to be compared between kernels, machines,
 * JDKs and numbers of threads.
 */
@NullMarked
package dev.capstan.examples.fingerprint;

import org.jspecify.annotations.NullMarked;
