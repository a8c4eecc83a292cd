package dev.capstan.losses;

import dev.capstan.losses.config.Configured;
import dev.capstan.losses.config.Parameters;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A loss: an immutable value that holds parameters and computes a tensor from inputs. */
public interface Loss extends Configured {

  /**
   * The parameters, in order, under the keys of the system that the loss is known from, after the
   * key {@code loss}, which names the loss. Plain values only (text, numbers, booleans, null, lists
   * and maps of these), fit for JSON; {@link Losses#fromConfig(Map)} reads them back.
   */
  @Override
  default Map<String, @Nullable Object> config() {
    return Parameters.write("loss", Losses.name(this), this);
  }

  /**
   * The loss of inputs given by the names that the system uses for them, for callers that choose
   * the loss at run time. Each loss has a typed {@code apply} beside it.
   *
   * @param inputs {@link Tensor} or {@link dev.capstan.ops.IntTensor} by name; an input that is not
   *     needed is refused
   * @throws IllegalArgumentException if an input is missing, unknown or of the wrong type
   */
  Tensor applyTo(Map<String, ?> inputs);
}
