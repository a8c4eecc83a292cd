/** TensorFlow-Java as a contestant of the benchmarks: graphs with gradients, run by a session. */
@NullMarked
package dev.capstan.benchmarks.tensorflow;

import org.jspecify.annotations.NullMarked;
