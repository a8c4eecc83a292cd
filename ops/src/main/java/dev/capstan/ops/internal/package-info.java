/**
 * Arrays and loops. {@link dev.capstan.ops.internal.Kernels} is the one way in; the rest of the
 * library never touches an element in a loop of its own where a kernel serves.
 *
 * <h2>The order of additions</h2>
 *
 * What a kernel computes is defined, down to the last bit, and every provider keeps to it: plain
 * loops and vectors of any length, interpreted and compiled, on any number of threads, for a row
 * alone and the same row in a batch. A kernel's documentation points here or to the class that
 * defines its arithmetic:
 *
 * <ul>
 *   <li><b>Sums</b>, of elements, absolute values, squares and products, along a line or over rows:
 *       {@code DoubleFolds}. Softmax, norms, normalisations and distances are made of them.
 *   <li><b>Matrix products</b>: {@code DoubleProducts}.
 *   <li><b>Elementary functions</b>: {@code DoubleFunctions}.
 *   <li><b>Hinges</b>: the squared distances of triplets are sums of {@code DoubleFolds}; the terms
 *       of a multi-margin row go to lane i mod GROUP, each with one sum, and lanes are combined as
 *       there.
 *   <li><b>Maxima, minima</b> and what only compares do not depend on an order.
 *   <li><b>Everything else</b> computes element by element from + − × ÷ √, rounded one by one in
 *       the order that the plain loop is written in, and fused only where it says {@code Math.fma}.
 *   <li>Products along an axis go to eight in turn, which are multiplied in order, in double; the
 *       sums of {@code PairKernels} are taken in order, in double.
 * </ul>
 *
 * The float form of each is the same text with narrower numbers, but for what is marked wide.
 *
 * <p>To change a kernel: change the plain loop, then the vector loop, and {@code OneResultTest}
 * says whether they are still one. To define another order is to change results, and a line in the
 * changelog.
 *
 * <p>Work is split by shape, never by the number of threads, and what a thread computes depends on
 * no other's. C2 never fuses or reorders floating-point operations, and the Vector API's {@code
 * reduceLanes(ADD)}, whose order is not stated, is not used.
 */
@NullMarked
package dev.capstan.ops.internal;

import org.jspecify.annotations.NullMarked;
