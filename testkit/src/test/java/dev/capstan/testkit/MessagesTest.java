package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is wrong with its arguments, the message names the operation that was called, not one
 * that it is made of, and repeats no more of the arguments than fits a line or two.
 */
class MessagesTest {
  private static final int LONGEST = 500;

  // --- rows of the table with other shapes and dtypes -----------------------------------------

  @Test
  void rowsNameThemselvesWhereShapesOrDtypesDoNotFit() {
    Map<String, String> wrong = new TreeMap<>();
    for (OpSpec row : OpTable.rows()) {
      for (List<Shape> setting : row.shapes()) {
        for (List<Tensor> inputs : spoilt(setting)) {
          check(row.method(), row + " " + shapes(inputs), () -> ignored(row.apply(inputs)), wrong);
          Function<List<Tensor>, Tensor> fluent = row.fluent();
          if (fluent != null) {
            String what = row + " fluent " + shapes(inputs);
            check(row.method(), what, () -> ignored(fluent.apply(inputs)), wrong);
          }
        }
      }
    }
    assertEquals(Map.of(), wrong);
  }

  /** Only what is thrown is looked at. */
  private static void ignored(Tensor result) {
    assertNotNull(result);
  }

  private static List<Shape> shapes(List<Tensor> inputs) {
    return inputs.stream().map(Tensor::shape).toList();
  }

  /** Inputs of which one has another dtype, or another rank or size. */
  private static List<List<Tensor>> spoilt(List<Shape> setting) {
    List<List<Tensor>> all = new ArrayList<>();
    for (int k = 0; k < setting.size(); k++) {
      for (Shape other : others(setting.get(k))) {
        List<Tensor> inputs = new ArrayList<>(setting.stream().map(MessagesTest::ones).toList());
        inputs.set(k, ones(other));
        all.add(inputs);
      }
      List<Tensor> inputs = new ArrayList<>(setting.stream().map(MessagesTest::ones).toList());
      inputs.set(k, inputs.get(k).to(DType.FLOAT32));
      all.add(inputs);
    }
    return all;
  }

  private static Tensor ones(Shape shape) {
    return Tensor.ones(DType.FLOAT64, shape.toArray());
  }

  private static Set<Shape> others(Shape shape) {
    Set<Shape> others = new LinkedHashSet<>();
    int[] sizes = shape.toArray();
    others.add(Shape.scalar());
    others.add(Shape.of(7));
    others.add(Shape.of(5, 7));
    others.add(Shape.of(0));
    if (sizes.length > 0) {
      others.add(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)));
      others.add(Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length)));
    }
    int[] longer = new int[sizes.length + 1];
    System.arraycopy(sizes, 0, longer, 1, sizes.length);
    longer[0] = 3;
    others.add(Shape.of(longer));
    for (int i = 0; i < sizes.length; i++) {
      int[] one = sizes.clone();
      one[i] += 5;
      others.add(Shape.of(one));
      one[i] = 0;
      others.add(Shape.of(one));
    }
    others.remove(shape);
    return others;
  }

  // --- every public method with bad arguments -------------------------------------------------

  @Test
  void methodsNameThemselvesWhateverTheyAreGiven() {
    Map<String, String> wrong = new TreeMap<>();
    Set<Class<?>> families = new LinkedHashSet<>();
    OpTable.rows().forEach(row -> families.add(row.family()));
    families.add(Tensor.class);
    for (Class<?> family : families) {
      for (Method method : family.getMethods()) {
        if (isOperation(method)) {
          method.setAccessible(true); // the faces are not public, their methods are
          for (long seed = 0; seed < DRAWS; seed++) {
            call(method, new SplittableRandom(seed), wrong);
          }
        }
      }
    }
    assertEquals(Map.of(), wrong);
  }

  private static final int DRAWS = 150;

  private static boolean isOperation(Method method) {
    boolean ours = method.getDeclaringClass().getName().startsWith("dev.capstan.ops.");
    boolean fluent = !Modifier.isStatic(method.getModifiers());
    boolean tensors = fluent || Arrays.asList(method.getParameterTypes()).contains(Tensor.class);
    return ours && tensors && method.getReturnType() == Tensor.class && drawable(method);
  }

  private static boolean drawable(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .allMatch(type -> drawn(type, new SplittableRandom(0)) != null);
  }

  private static void call(Method method, RandomGenerator random, Map<String, String> wrong) {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(type -> drawn(type, random)).toArray();
    Tensor receiver = (Tensor) drawn(Tensor.class, random);
    Runnable call =
        () -> {
          try {
            method.invoke(Modifier.isStatic(method.getModifiers()) ? null : receiver, arguments);
          } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
              throw cause;
            }
            throw (Error) e.getCause();
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        };
    String which = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    check(method.getName(), which, call, wrong);
  }

  private static final int[] NUMBERS = {0, 1, 2, -1, -5, 9, 3};
  private static final double[] REALS = {0, 1, 2, -1, 0.5, Double.NaN, Double.POSITIVE_INFINITY};

  private static @Nullable Object drawn(Class<?> type, RandomGenerator random) {
    if (type == Tensor.class) {
      DType dtype = random.nextInt(5) == 0 ? DType.FLOAT32 : DType.FLOAT64;
      return Tensor.ones(dtype, sizes(random));
    }
    if (type == int.class) {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    }
    if (type == double.class) {
      return REALS[random.nextInt(REALS.length)];
    }
    if (type == IntTensor.class) {
      int[] sizes = sizes(random);
      int[] numbers = new int[Shape.of(sizes).size()];
      Arrays.setAll(numbers, i -> random.nextInt(8) == 0 ? -7 : random.nextInt(3));
      return IntTensor.of(numbers, sizes);
    }
    if (type == BoolTensor.class) {
      int[] sizes = sizes(random);
      return BoolTensor.of(new boolean[Shape.of(sizes).size()], sizes);
    }
    if (type == Shape.class) {
      return Shape.of(sizes(random));
    }
    if (type == DType.class || type.isEnum()) {
      Object[] all = type.getEnumConstants();
      return all[random.nextInt(all.length)];
    }
    if (type == String.class) {
      return random.nextBoolean() ? "ij,jk->ik" : "ij".repeat(1000);
    }
    if (type == RandomGenerator.class) {
      return random;
    }
    if (type.isArray()) {
      int n = random.nextInt(4);
      Object array = Array.newInstance(type.getComponentType(), n);
      for (int i = 0; i < n; i++) {
        Object element = drawn(type.getComponentType(), random);
        if (element == null) {
          return null;
        }
        Array.set(array, i, element);
      }
      return array;
    }
    return null;
  }

  private static int[] sizes(RandomGenerator random) {
    return random.ints(random.nextInt(5), 0, 5).map(n -> n == 4 ? 7 : n).toArray();
  }

  // --- what a message is held to --------------------------------------------------------------

  private static void check(String method, String what, Runnable call, Map<String, String> wrong) {
    try {
      call.run();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      if (!thrownBy(e, method)) {
        return;
      }
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith(method + ":") || message.length() >= LONGEST) {
        wrong.putIfAbsent(method + " < " + message.split(":", 2)[0], what + ": " + message);
      }
    } catch (RuntimeException e) {
      if (thrownBy(e, method)) {
        wrong.putIfAbsent(method + " raw", what + ": " + e);
      }
    }
  }

  /** Whether the operation was under way, and not the row that makes its arguments. */
  private static boolean thrownBy(RuntimeException e, String method) {
    return Arrays.stream(e.getStackTrace())
        .anyMatch(
            frame ->
                frame.getMethodName().equals(method)
                    && frame.getClassName().startsWith("dev.capstan.ops."));
  }
}
