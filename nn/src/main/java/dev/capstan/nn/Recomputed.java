package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a module computes, without its inner values being kept: only what goes in and what comes out
 * stay on the tape, and the module computes once more when the gradient is wanted. Less memory for
 * more time; the gradient is the same to the bit.
 *
 * <pre>{@code
 * for (Block block : blocks) {
 *   x = Recomputed.apply(block, block::apply, x);      // a block's inner values at a time
 * }
 * }</pre>
 *
 * <p>Random streams of the module (dropout) are at the same place in both runs, and go on from
 * where the first has left them; buffers are changed by the first alone. Memory is saved in {@link
 * NeuralModule#gradients} and {@link dev.capstan.nn.optim.Optimizer#gradients}; a whole {@link
 * dev.capstan.nn.optim.Optimizer#step} keeps the memory that it has once taken.
 *
 * <p>Source: Chen et al., arXiv:1604.06174.
 */
public final class Recomputed {
  private final NeuralModule module;
  private final UnaryOperator<Tensor> function;
  private final List<Parameter> watched;
  private final Map<RandomStream, State> places;
  private boolean again;

  private Recomputed(NeuralModule module, UnaryOperator<Tensor> function, List<Parameter> watched) {
    this.module = module;
    this.function = function;
    this.watched = watched;
    this.places = places(module);
  }

  /**
   * What the function makes of x.
   *
   * @param module whose parameters, streams and buffers the function computes with, and no others
   *     that are trained
   * @throws IllegalStateException if the function computes with another traced value, or a table of
   *     the module is trained, whose look-ups are not recomputed; freeze it, or leave it outside
   */
  public static Tensor apply(NeuralModule module, UnaryOperator<Tensor> function, Tensor x) {
    requireNonNull(module, "module");
    requireNonNull(function, "function");
    requireNonNull(x, "x");
    List<Parameter> watched = module.parameters().stream().filter(Parameter::watched).toList();
    if (watched.isEmpty() && x.node() == null) {
      return function.apply(x);
    }
    for (RowTable table : module.tables()) {
      if (!table.frozen()) {
        throw new IllegalStateException(
            "recomputed: got "
                + table
                + " to train, whose look-ups are not recomputed; freeze it, or look up outside");
      }
    }
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(x);
    watched.forEach(p -> inputs.add(p.value()));
    return Transforms.checkpoint(new Recomputed(module, function, watched)::run, inputs);
  }

  private static Map<RandomStream, State> places(NeuralModule module) {
    Map<RandomStream, State> places = new LinkedHashMap<>();
    module.namedStreams().values().forEach(stream -> places.put(stream, stream.state()));
    return places;
  }

  private Tensor run(List<Tensor> inputs) {
    if (!again) {
      again = true;
      return computed(inputs);
    }
    Map<RandomStream, State> now = places(module);
    Map<Buffer, Tensor> buffers = new LinkedHashMap<>();
    module.namedBuffers().values().forEach(each -> buffers.put(each, each.value()));
    places.forEach(RandomStream::restore);
    try {
      return computed(inputs);
    } finally {
      now.forEach(RandomStream::restore);
      buffers.forEach(Buffer::assign);
    }
  }

  private Tensor computed(List<Tensor> inputs) {
    List<Tensor> before = new ArrayList<>();
    try {
      for (int i = 0; i < watched.size(); i++) {
        before.add(watched.get(i).exchange(inputs.get(i + 1)));
      }
      return function.apply(inputs.get(0));
    } finally {
      for (int i = 0; i < before.size(); i++) {
        watched.get(i).exchange(before.get(i));
      }
    }
  }
}
