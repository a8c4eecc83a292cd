/** A contestant for whole encoders: ONNX Runtime, called from Java through its own binding. */
@NullMarked
package dev.capstan.benchmarks.onnxruntime;

import org.jspecify.annotations.NullMarked;
