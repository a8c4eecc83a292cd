package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** The contract bites: each planted fault is caught by the clause that is there for it. */
final class OpContractTest {

  private static final class Family {}

  private static OpSpec.Builder cube(UnaryOperator<Tensor> f) {
    return OpSpec.of(Family.class, "cube")
        .function(f)
        .on(shape())
        .on(shape(2))
        .on(shape(2, 2))
        .elementwise(x -> x * x * x);
  }

  /** A cube with a rule of the caller's. */
  private static Tensor cubed(Tensor x, UnaryOperator<Tensor> rule) {
    return Primitive.of("cube", x).value(OpContractTest::cubes).vjp(rule).record();
  }

  private static Tensor cubes(Tensor x) {
    return x.like(i -> x.at(i) * x.at(i) * x.at(i));
  }

  private static Tensor slope(Tensor x) {
    return Elementwise.mul(Elementwise.square(x), 3);
  }

  private static List<String> failing(OpSpec.Builder row) {
    List<String> failing = new ArrayList<>();
    OpContract.of(row.row())
        .getChildren()
        .forEach(
            node -> {
              try {
                ((DynamicTest) node).getExecutable().execute();
              } catch (Throwable e) {
                failing.add(node.getDisplayName());
              }
            });
    return failing;
  }

  @Test
  void aRightOperationPasses() {
    assertEquals(List.of(), failing(cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x))))));
  }

  @Test
  void aWrongValueIsCaught() {
    OpSpec.Builder row =
        cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x)))).elementwise(x -> x * x);
    assertEquals(List.of("value = reference"), failing(row));
  }

  /**
   * The bound is 4 n ε (|y| + 3 |y|) for a cube: 16 ε |y| for one element and 64 for the four of
   * the largest shape.
   */
  @Test
  void aValueBeyondItsBoundIsCaughtAndOneWithinIsNot() {
    assertEquals(List.of("value = reference"), failing(cubeOffBy(100)));
    assertEquals(List.of(), failing(cubeOffBy(8)));
    assertEquals(List.of(), failing(cubeOffBy(100).ulps(40, "ten times as wide")));
    assertEquals(
        List.of("value = reference"), failing(cubeOffBy(1000).ulps(40, "ten times as wide")));
  }

  private static OpSpec.Builder cubeOffBy(double roundings) {
    double factor = 1 + roundings * DType.FLOAT64.epsilon();
    UnaryOperator<Tensor> value = x -> x.like(i -> x.at(i) * x.at(i) * x.at(i) * factor);
    return cube(
        x ->
            Primitive.of("cube", x)
                .value(value)
                .vjp((Tensor g) -> Elementwise.mul(g, slope(x)))
                .record());
  }

  @Test
  void aWrongFactorInARuleIsCaught() {
    List<String> failing =
        failing(cube(x -> cubed(x, g -> Elementwise.mul(g, Elementwise.square(x)))));
    assertEquals(List.of("first order", "adjoint identity"), failing);
  }

  @Test
  void aRuleThatCannotBeDifferentiatedAgainIsCaught() {
    List<String> failing = failing(cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x.detach())))));
    assertEquals(List.of("second order"), failing);
  }

  @Test
  void aRuleThatForgetsItsCotangentIsCaught() {
    List<String> failing = failing(cube(x -> cubed(x, g -> slope(x))));
    assertTrue(
        failing.containsAll(List.of("first order", "linear in g", "adjoint identity")),
        failing.toString());
  }

  @Test
  void aSumForgottenOverABroadcastAxisIsCaught() {
    OpSpec.Builder row =
        OpSpec.of(Family.class, "stretch")
            .function(
                x ->
                    Primitive.of("stretch", x)
                        .value(v -> Movement.broadcastTo(v, shape(3, v.size())))
                        .vjp(
                            g ->
                                Movement.reshape(Reductions.sum(g.mul(g.like(i -> 1.0 / 3)), 0), 2))
                        .record())
            .on(shape(2))
            .reference(x -> Values.generate(shape(3, x.size()), i -> x.at(i[1])));
    assertEquals(List.of("first order", "adjoint identity"), failing(row));
  }

  @Test
  void aJointRuleThatIsNotItsTwinsIsCaught() {
    OpSpec.Builder row =
        cube(
            x ->
                Primitive.of("cube", x)
                    .value(OpContractTest::cubes)
                    .joint((g, y) -> new Tensor[] {g.mul(g.like(i -> 2)).mul(slope(x))})
                    .twin(in -> in[0].mul(in[0]).mul(in[0]))
                    .record());
    assertTrue(failing(row).contains("graph = plain"));
  }

  @Test
  void aStatefulFunctionIsCaughtByReplay() {
    double[] calls = {0};
    OpSpec.Builder row =
        cube(
            x ->
                Primitive.of("cube", x)
                    .value(v -> v.like(i -> cubes(v).at(i) + 1e-3 * calls[0]++))
                    .vjp(g -> Elementwise.mul(g, slope(x)))
                    .record());
    assertTrue(failing(row).contains("replay = value"));
  }

  @Test
  void anotherFluentFormIsCaught() {
    OpSpec.Builder row =
        cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x)))).fluent(x -> x.square());
    assertEquals(List.of("fluent = static"), failing(row));
  }

  @Test
  void aGradientWhereNoneIsPromisedIsCaught() {
    OpSpec.Builder row = cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x)))).noGradient();
    assertEquals(List.of("constant"), failing(row));
  }

  @Test
  void aFloat32ResultInFloat64IsCaught() {
    OpSpec.Builder row =
        cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x))))
            .functionOfList(
                xs -> {
                  Tensor y = cubes(xs.get(0));
                  return Tensor.generate(DType.FLOAT64, y.shape(), y::at);
                })
            .noGradient();
    assertEquals(List.of("float32"), failing(row));
  }

  @Test
  void aWrongPinIsCaught() {
    OpSpec.Builder row =
        cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x))))
            .pin(at(2).gives(8).gradient(12).curvature(12))
            .pin(at(1).gives(1).gradient(2))
            .pin(at(3).gives(26))
            .pin(at(4).curvature(23));
    assertEquals(3, failing(row).size());
  }

  @Test
  void anotherMessageOrTypeIsCaught() {
    Runnable call =
        () -> {
          throw new IllegalArgumentException("cube: no");
        };
    OpSpec.Builder row =
        cube(x -> cubed(x, g -> Elementwise.mul(g, slope(x))))
            .error(IllegalArgumentException.class, "cube: no", call)
            .error(IllegalArgumentException.class, "cube: not at all", call)
            .error(ArithmeticException.class, "cube: no", call);
    assertEquals(List.of("error: cube: not at all", "error: cube: no"), failing(row));
  }

  @Test
  void aFailureNamesOperationClauseSeedAndTheSmallestInputs() {
    OpSpec row = cube(x -> cubed(x, g -> g)).row();
    DynamicTest test =
        (DynamicTest)
            OpContract.of(row)
                .getChildren()
                .filter(node -> node.getDisplayName().equals("first order"))
                .findFirst()
                .orElseThrow();
    AssertionError error =
        org.junit.jupiter.api.Assertions.assertThrows(
            AssertionError.class, () -> test.getExecutable().execute());
    String message = String.valueOf(error.getMessage());
    assertTrue(
        message.startsWith("Family.cube: first order on [[]]: input 0, element 0: "), message);
    assertTrue(message.contains("\n  input 0: Tensor.scalar(0.0)\n"), message);
    assertTrue(
        message.contains("seed " + seedOf(message) + ", repeat with -Dcapstan.seed="), message);
  }

  private static long seedOf(String message) {
    int at = message.lastIndexOf('=') + 1;
    return Long.parseLong(message.substring(at, message.length() - 1));
  }

  @Test
  void aThinRowIsNamed() {
    OpSpec row =
        OpSpec.of(Family.class, "thin")
            .function(x -> x)
            .domain(Domain.between(1, 1).awayFrom(0))
            .distinct()
            .kink("the corner")
            .on(shape())
            .row();
    assertEquals(
        List.of(
            "fewer than three shapes",
            "the domain of input 0 is empty",
            "no pin has 0.0 in input 0",
            "no pin is named 'the corner'",
            "no pin has a tie"),
        OpTableCompletenessTest.gaps(row));
  }
}
