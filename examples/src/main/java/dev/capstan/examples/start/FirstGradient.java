package dev.capstan.examples.start;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.ops.Tensor;

/** A loss and its gradient: the sample of MindSpore's documentation. */
public class FirstGradient {
  public static void main(String[] args) {
    Tensor anchor = Tensor.of(new float[][] {{0.3f, 0.7f}, {0.5f, 0.5f}});
    Tensor positive = Tensor.of(new float[][] {{0.4f, 0.6f}, {0.4f, 0.6f}});
    Tensor negative = Tensor.of(new float[][] {{0.2f, 0.9f}, {0.3f, 0.7f}});

    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(anchor);
      Tensor loss = TripletMarginLoss.mindSpore().apply(a, positive, negative);
      Gradients<Tensor> gradients = tape.gradients(loss);
      System.out.println((float) loss.item());
      System.out.println(gradients.of(a));
    }
  }
}
