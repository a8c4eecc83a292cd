/**
 * Tensors and the operations on them. A map of this folder, from what is used to what is behind it:
 *
 * <ul>
 *   <li><b>Values</b>: {@link dev.capstan.ops.Tensor}, {@link dev.capstan.ops.IntTensor} (labels
 *       and indices), {@link dev.capstan.ops.BoolTensor} (masks); {@link dev.capstan.ops.Shape},
 *       {@link dev.capstan.ops.DType} and both together, {@link dev.capstan.ops.TensorForm}; {@link
 *       dev.capstan.ops.ShapeException} and {@link dev.capstan.ops.DTypeException}; {@code
 *       TensorText} prints.
 *   <li><b>Families</b>, an operation being a public static method with its full documentation.
 *       Element by element: {@link dev.capstan.ops.Elementwise}, {@link
 *       dev.capstan.ops.Comparisons}, {@link dev.capstan.ops.Transcendental}, {@link
 *       dev.capstan.ops.Rounding}, {@link dev.capstan.ops.Activations}, {@link
 *       dev.capstan.ops.Special}. Along axes: {@link dev.capstan.ops.Reductions}, {@link
 *       dev.capstan.ops.Scans}, {@link dev.capstan.ops.Sorting}. By place: {@link
 *       dev.capstan.ops.Indexing} (with {@link dev.capstan.ops.Slice}), {@link
 *       dev.capstan.ops.Scattering}, {@link dev.capstan.ops.Movement}, {@link
 *       dev.capstan.ops.Rearrangement}, {@link dev.capstan.ops.Diagonals}. Matrices: {@link
 *       dev.capstan.ops.LinearAlgebra}, {@link dev.capstan.ops.Matrices}, {@link
 *       dev.capstan.ops.Decompositions}, {@link dev.capstan.ops.Einsum}, {@link
 *       dev.capstan.ops.Distances}. Networks: {@link dev.capstan.ops.Neural}, {@link
 *       dev.capstan.ops.Convolution}, {@link dev.capstan.ops.Pooling}.
 *   <li><b>Faces</b>: {@code Fluent…}, one for each family, its operations as methods of {@code
 *       Tensor}: a line an operation and nothing else. No family has an idea of its face.
 *   <li><b>Fused forms</b> for losses and distances, each beside the plain form that it names:
 *       {@link dev.capstan.ops.Hinges} ({@code TripletHinge}, {@code MultiMargin}, {@link
 *       dev.capstan.ops.RowTotal}), {@link dev.capstan.ops.SemiHardHinges}, {@link
 *       dev.capstan.ops.EuclideanMatrix}, {@code PairSums} with {@code PairTerm} (behind {@code
 *       Distances}).
 *   <li><b>Memory</b>: {@link dev.capstan.ops.Workspace} (a training step's) over {@code Arena} and
 *       {@code Pool}; {@link dev.capstan.ops.Moments} and {@link dev.capstan.ops.MutableRows}, what
 *       an optimizer changes in place; {@link dev.capstan.ops.Magnitudes}, how large they are.
 *   <li><b>The machine</b>: {@link dev.capstan.ops.ThreadLimit}, for hosts that have threads of
 *       their own; {@link dev.capstan.ops.Capstan}, which version this is and how it computes here.
 *   <li><b>How an operation is written</b>: {@code Ops} first, {@code UnaryOp} and {@code BinaryOp}
 *       for what is made once; {@code Branches} (the piece of a piecewise function), {@code Picks}
 *       (elements chosen by index), {@code ReducedAxes}, {@code Extremes}, {@code Norm}, {@code
 *       LastAxes}, {@code Ranking}, {@code Gaps}, {@code Dense}, {@code Sizes}, {@code Attention}:
 *       helpers of the families of those subjects.
 * </ul>
 *
 * <p>{@link dev.capstan.ops.option} holds what operations can be told, {@link
 * dev.capstan.ops.transforms} Jacobians and Hessians as tensors, {@code internal} the loops and
 * vector kernels. Options know nothing of tensors, kernels nothing of operations; all else that
 * reads a tensor's array or its memory stands here, because nobody else may.
 */
@NullMarked
package dev.capstan.ops;

import org.jspecify.annotations.NullMarked;
