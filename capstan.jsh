// JShell with Capstan at hand, once `mvn -ntp verify` has built the jar:
//   jshell --class-path examples/target/capstan.jar --startup DEFAULT --startup capstan.jsh
// With --add-modules jdk.incubator.vector -R--add-modules -Rjdk.incubator.vector it computes in vectors.
import dev.capstan.autograd.*;
import dev.capstan.autograd.check.*;
import dev.capstan.data.*;
import dev.capstan.losses.*;
import dev.capstan.losses.config.*;
import dev.capstan.losses.distance.*;
import dev.capstan.losses.health.*;
import dev.capstan.losses.mining.*;
import dev.capstan.losses.reduction.*;
import dev.capstan.nn.*;
import dev.capstan.nn.data.*;
import dev.capstan.nn.index.*;
import dev.capstan.nn.io.*;
import dev.capstan.nn.layer.*;
import dev.capstan.nn.metrics.*;
import dev.capstan.nn.optim.*;
import dev.capstan.nn.train.*;
import dev.capstan.ops.*;
import dev.capstan.ops.option.*;
import dev.capstan.ops.transforms.*;
import dev.capstan.text.*;
import dev.capstan.text.encoder.*;
import dev.capstan.text.tokenizer.*;
import dev.capstan.text.train.*;
import dev.capstan.view.*;
import static dev.capstan.autograd.Transforms.*;
import java.util.SplittableRandom;
