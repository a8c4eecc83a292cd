package dev.capstan.ops;

/** The operations of {@link Movement} as methods of {@link Tensor}. */
interface FluentMovement {
  Tensor self();

  default Tensor reshape(int... sizes) {
    return Movement.reshape(self(), sizes);
  }

  default Tensor flatten() {
    return Movement.flatten(self());
  }

  default Tensor flatten(int first, int last) {
    return Movement.flatten(self(), first, last);
  }

  default Tensor squeeze(int... axes) {
    return Movement.squeeze(self(), axes);
  }

  default Tensor unsqueeze(int axis) {
    return Movement.unsqueeze(self(), axis);
  }

  default Tensor broadcastTo(int... sizes) {
    return Movement.broadcastTo(self(), sizes);
  }

  default Tensor broadcastTo(Shape shape) {
    return Movement.broadcastTo(self(), shape);
  }

  default Tensor sumTo(Shape shape) {
    return Movement.sumTo(self(), shape);
  }

  default Tensor transpose(int axis, int other) {
    return Movement.transpose(self(), axis, other);
  }

  default Tensor permute(int... order) {
    return Movement.permute(self(), order);
  }

  default Tensor swapAxes(int axis, int other) {
    return Movement.swapAxes(self(), axis, other);
  }

  default Tensor moveAxis(int from, int to) {
    return Movement.moveAxis(self(), from, to);
  }

  default Tensor expand(int... sizes) {
    return Movement.expand(self(), sizes);
  }
}
