package dev.capstan.examples.explain;

import dev.capstan.ops.Tensor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at.
 *
 * @param says what it is, in a line
 * @param run prints its table or picture; null if there is only a backward pass to see
 * @param story what there is to step through; null for what is a command of its own
 * @param command how it is started
 */
record Example(
    String name,
    String says,
    String command,
    @Nullable Consumer<PrintWriter> run,
    @Nullable Story story) {

  /**
   * A function at a point, small enough to be read line by line.
   *
   * @param inputs what is watched, by name
   */
  record Story(Function<List<Tensor>, Tensor> function, Map<String, Tensor> inputs) {}
}
