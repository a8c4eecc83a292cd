/// usr/bin/env jbang --cp examples/target/capstan.jar "$0" "$@" ; exit $?
// By JBang:        jbang --cp examples/target/capstan.jar examples/projects/try/StepThrough.java
// or by Java 17+:  java -cp examples/target/capstan.jar examples/projects/try/StepThrough.java

import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.ops.Tensor;
import dev.capstan.view.Explain;
import java.io.IOException;

/** Opens the backward pass of a triplet loss in the browser; change it and run it again. */
public class StepThrough {
  public static void main(String[] args) throws IOException {
    Tensor anchor = Tensor.of(new double[][] {{0.3, 0.7}, {0.5, 0.5}});
    Tensor positive = Tensor.of(new double[][] {{0.4, 0.6}, {0.4, 0.6}});
    Tensor negative = Tensor.of(new double[][] {{0.2, 0.9}, {0.3, 0.7}});
    System.out.println(
        Explain.show(
            x -> TripletMarginLoss.torch().apply(x.get(0), x.get(1), x.get(2)),
            anchor,
            positive,
            negative));
  }
}
