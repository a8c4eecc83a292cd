/**
 * How fast we are: the workloads that a user of small models meets, timed alone by JMH ({@code java
 * -jar benchmarks/target/benchmarks.jar Matmul}) or side by side with a peer ({@code --quick},
 * {@code --full}).
 *
 * <p>{@link dev.capstan.benchmarks.Workload} lists what is measured. Each contestant prepares a
 * {@link dev.capstan.benchmarks.Task} from it: we in {@code CapstanTasks}, others behind {@link
 * dev.capstan.benchmarks.Peer}, in a Maven profile each. {@code Contest} first compares what they
 * compute, then lets them alternate.
 */
@NullMarked
package dev.capstan.benchmarks;

import org.jspecify.annotations.NullMarked;
