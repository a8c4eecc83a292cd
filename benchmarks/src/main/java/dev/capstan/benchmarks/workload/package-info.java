/**
 * What is measured ({@link dev.capstan.benchmarks.workload.Workload}), under which conditions
 * ({@link dev.capstan.benchmarks.workload.Setting}), and our side of it. Other libraries implement
 * {@link dev.capstan.benchmarks.workload.Peer} in modules of their own, {@code benchmarks/peers}.
 */
@NullMarked
package dev.capstan.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
