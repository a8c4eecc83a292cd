/**
 * How fast we are: the workloads that a user of small models meets, timed alone by JMH ({@code java
 * -jar benchmarks/target/benchmarks.jar Matmul}) or side by side with peers ({@code --quick},
 * {@code --full}).
 *
 * <p>This package is the program that plans, starts measuring JVMs and tells what they found.
 * {@code workload} lists what is measured and holds our side of it, {@code contest} is what happens
 * inside a measuring JVM, and {@code report} keeps results and makes the page of them. The order of
 * a full run: {@code Measure} (options), {@code FullRun}, {@code Section} (one table), {@code
 * Child} (one fork), and there {@link dev.capstan.benchmarks.contest.Fork}.
 */
@NullMarked
package dev.capstan.benchmarks;

import org.jspecify.annotations.NullMarked;
