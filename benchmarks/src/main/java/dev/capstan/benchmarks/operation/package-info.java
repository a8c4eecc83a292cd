/**
 * Every operation of the op table, timed beside PyTorch: {@link
 * dev.capstan.benchmarks.operation.EveryOperation} is the command, a {@link
 * dev.capstan.benchmarks.operation.OperationCase} one row at one size, and {@link
 * dev.capstan.benchmarks.operation.OperationPage} what is written down. A new row of the table is
 * timed without anyone adding it.
 */
@NullMarked
package dev.capstan.benchmarks.operation;

import org.jspecify.annotations.NullMarked;
