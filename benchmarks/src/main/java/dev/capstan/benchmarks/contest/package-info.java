/**
 * What happens inside one measuring JVM, a {@link dev.capstan.benchmarks.contest.Fork}: contestants
 * are compared in what they compute, warmed up, and then take turns. Contestants in processes of
 * their own join over {@link dev.capstan.benchmarks.contest.Line lines} of JSON.
 */
@NullMarked
package dev.capstan.benchmarks.contest;

import org.jspecify.annotations.NullMarked;
