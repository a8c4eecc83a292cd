/**
 * The engine: a tape of recorded operations, walked backwards.
 *
 * <p>To differentiate what a program computes, let it run and write down each step; then go back
 * from the last step to the first, and hand each input of a step its share of the gradient that
 * arrived there. The page {@code docs/lesson.md} of the project teaches that with a program of two
 * dozen lines. This package is its map:
 *
 * <ul>
 *   <li>{@link dev.capstan.autograd.Tape} holds the steps, in order, and speaks up when it is
 *       misused; {@link dev.capstan.autograd.Node} is one of them. Printed, both show what was
 *       computed.
 *   <li>{@link dev.capstan.autograd.Traced} is all that the engine asks of a value, {@link
 *       dev.capstan.autograd.Form} what it looks like without its numbers.
 *   <li>{@link dev.capstan.autograd.Primitive} is how an operation is written: its value, and one
 *       rule for each input from the result's gradient to that input's. It explains fused
 *       operations, which compute all shares in one pass and name a plain twin for the case that
 *       somebody differentiates again. {@link dev.capstan.autograd.Operation} is the same for
 *       operations that are made once and applied often.
 *   <li>{@code Walk} is the loop backwards, and little else; {@link dev.capstan.autograd.Gradients}
 *       is what it found, {@link dev.capstan.autograd.Scratch} the memory that it may use again.
 *   <li>{@link dev.capstan.autograd.Transforms} says the same with functions in place of tapes, and
 *       nests derivatives.
 *   <li>{@link dev.capstan.autograd.check} compares gradients with finite differences and names the
 *       operation whose rule is wrong.
 * </ul>
 */
@NullMarked
package dev.capstan.autograd;

import org.jspecify.annotations.NullMarked;
