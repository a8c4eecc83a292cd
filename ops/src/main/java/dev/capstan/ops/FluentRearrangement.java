package dev.capstan.ops;

import dev.capstan.ops.option.PadMode;
import java.util.List;

/** The operations of {@link Rearrangement} as methods of {@link Tensor}. */
interface FluentRearrangement {
  Tensor self();

  default Tensor flip(int... axes) {
    return Rearrangement.flip(self(), axes);
  }

  default Tensor roll(int shift, int axis) {
    return Rearrangement.roll(self(), shift, axis);
  }

  default Tensor repeat(int times, int axis) {
    return Rearrangement.repeat(self(), times, axis);
  }

  default Tensor tile(int... times) {
    return Rearrangement.tile(self(), times);
  }

  default List<Tensor> split(int size, int axis) {
    return Rearrangement.split(self(), size, axis);
  }

  default List<Tensor> split(int[] sizes, int axis) {
    return Rearrangement.split(self(), sizes, axis);
  }

  default List<Tensor> chunk(int parts, int axis) {
    return Rearrangement.chunk(self(), parts, axis);
  }

  default List<Tensor> unstack(int axis) {
    return Rearrangement.unstack(self(), axis);
  }

  default Tensor unfold(int axis, int size, int step) {
    return Rearrangement.unfold(self(), axis, size, step);
  }

  default Tensor pad(int axis, int before, int after) {
    return Rearrangement.pad(self(), axis, before, after);
  }

  default Tensor pad(int axis, int before, int after, double value) {
    return Rearrangement.pad(self(), axis, before, after, value);
  }

  default Tensor pad(int axis, int before, int after, PadMode mode) {
    return Rearrangement.pad(self(), axis, before, after, mode);
  }
}
