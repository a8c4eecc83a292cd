/** What a practitioner waits for, beside PyTorch and beside loops written by hand. */
@NullMarked
package dev.capstan.benchmarks.practice;

import org.jspecify.annotations.NullMarked;
