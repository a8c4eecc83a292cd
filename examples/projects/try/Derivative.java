// JDK 25, which runs a file without a class around it:
//   java -cp examples/target/capstan.jar examples/projects/try/Derivative.java
import static dev.capstan.autograd.Transforms.grad;

import dev.capstan.ops.Tensor;
import dev.capstan.view.Explain;

Tensor f(Tensor x) {
  return x.mul(x.sin());
}

void main() {
  Tensor x = Tensor.scalar(2.0);
  IO.println(grad(this::f, x));
  IO.println(Explain.of(in -> f(in.get(0)), x));
}
