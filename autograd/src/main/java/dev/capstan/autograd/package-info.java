/**
 * The engine: a tape of recorded operations, walked backwards. This page is a lesson; it needs no
 * more than the chain rule. Every line of code in it is run by a test, {@code LessonTest}, on a
 * value type of plain doubles called {@code Scalar} (the module {@code examples} has one to read,
 * {@code ScalarEngine}).
 *
 * <h2>A tape</h2>
 *
 * <p>To differentiate what a program computes, let it run and write down each step. The list is the
 * {@link dev.capstan.autograd.Tape}. Inside {@code try (Tape tape = new Tape())}, values that
 * {@code watch} returns are variables, and whatever is computed from them adds a line.
 *
 * <pre>{@code
 * Scalar x = tape.watch(Scalar.of(2));
 * Scalar y = tape.watch(Scalar.of(3));
 * Scalar z = x.times(y).plus(x.sin());
 * }</pre>
 *
 * <p>After these lines the tape holds five {@link dev.capstan.autograd.Node nodes}, each with its
 * operation, its inputs and its value:
 *
 * <pre>
 *   #0  watch            x = 2
 *   #1  watch            y = 3
 *   #2  times  #0 #1         6
 *   #3  sin    #0            0.9093
 *   #4  plus   #2 #3     z = 6.9093
 * </pre>
 *
 * <p>An input always stands above what is made of it. Nothing sorts the nodes: the order in which
 * the program ran is such an order already.
 *
 * <h2>Back along the tape</h2>
 *
 * <p>Ask how z changes with each line, from the last one upwards. Call that number the line's
 * gradient g. For z itself it is 1. A line hands each of its inputs a share: g times its own slope
 * in that input. What a line receives from several places it adds up; once the walk has reached it,
 * nobody below can add any more.
 *
 * <pre>
 *   #4  plus    g = 1       gives 1 to #2 and 1 to #3
 *   #3  sin     g = 1       gives cos 2 = -0.4161 to #0
 *   #2  times   g = 1       gives y = 3 to #0 and x = 2 to #1
 *   #1  y       g = 2
 *   #0  x       g = -0.4161 + 3 = 2.5839
 * </pre>
 *
 * <p>By hand: dz/dx = y + cos x and dz/dy = x, the same two numbers.
 *
 * <pre>{@code
 * Gradients<Scalar> g = tape.gradients(z);
 * check(2.5839, g.of(x).value());
 * check(2, g.of(y).value());
 * }</pre>
 *
 * <h2>Rules</h2>
 *
 * <p>All that the engine has to know of an operation is how to compute it, and for each input one
 * rule from g to that input's share. Both stand in one place, {@link
 * dev.capstan.autograd.Primitive}:
 *
 * <pre>{@code
 * Scalar sin() {
 *   return Primitive.of("sin", this)
 *       .value(v -> of(Math.sin(v.value)))
 *       .vjp((Scalar g) -> g.times(cos()))
 *       .record();
 * }
 * }</pre>
 *
 * <p>For arrays a rule is the same idea: g has the shape of the result, the share has the shape of
 * the input, and the rule is the product of g with the matrix of slopes, the Jacobian, which it
 * never forms. Hence the name vjp, vector-Jacobian product. The engine does not know what a value
 * is: it asks for the few things that {@link dev.capstan.autograd.Traced} lists, above all for
 * {@code plus}, since shares are added up.
 *
 * <h2>Why backwards</h2>
 *
 * <p>One could also go forwards: carry along with each value its slope in x, then run again for y.
 * That is one run for each input. A walk back gives the gradient in all inputs at once for a small
 * multiple of the cost of the program itself (Baur and Strassen, 1983; Griewank and Walther,
 * Evaluating Derivatives, 2008, chapter 4). A loss has a million parameters and one value, so back
 * is the way. The price is memory: the tape keeps every value until {@code close}. {@link
 * dev.capstan.autograd.Transforms#checkpoint checkpoint} buys some of it back with time.
 *
 * <h2>Gradients of gradients</h2>
 *
 * <p>Rules are written with recorded operations. If the tape goes on recording while they run, the
 * gradient is a value like any other, and can be differentiated in turn, to any order:
 *
 * <pre>{@code
 * Scalar slope = tape.gradients(z, WalkOption.CREATE_GRAPH).of(x);
 * check(2.5839, slope.value());
 * check(-0.9093, tape.gradients(slope).of(x).value());
 * }</pre>
 *
 * <p>The second derivative of x y + sin x in x is −sin x, and so it comes out. {@link
 * dev.capstan.autograd.Transforms} says the same with functions in place of tapes:
 *
 * <pre>{@code
 * UnaryOperator<Scalar> f = v -> v.times(v).times(v);
 * check(12, Transforms.grad(f).apply(Scalar.of(2)).value());
 * check(12, Transforms.grad(Transforms.grad(f)).apply(Scalar.of(2)).value());
 * check(6, Transforms.grad(Transforms.grad(Transforms.grad(f))).apply(Scalar.of(2)).value());
 * }</pre>
 *
 * <h2>Where to read on</h2>
 *
 * <p>{@code Walk} is the loop of the second section, and little else. {@code Tape} holds the nodes
 * and speaks up when it is misused. {@code Operation} is all that a node knows of what made it;
 * {@code Primitive}, its fluent form, explains fused operations, which compute all shares in one
 * pass and name a plain twin for the case that somebody differentiates again. {@code Transforms}
 * nests derivatives. The package {@code check} compares gradients with finite differences and names
 * the operation whose rule is wrong.
 */
@NullMarked
package dev.capstan.autograd;

import org.jspecify.annotations.NullMarked;
