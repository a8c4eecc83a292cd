package dev.capstan.testkit.fuzz;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of any type, drawn at random. In half of the calls the arguments fit together (one
 * element type, shapes that go together, small sizes), so that a call gets past its checks; in the
 * others anything goes.
 */
final class Draw {
  private static final int DEPTH = 4;
  private static final int[] SIZES = {2, 3, 1, 4, 0, 5};
  private static final int[] WILD = {
    -1, -2, 7, 100, 1000, 46341, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 8
  };
  private static final int[] HARMLESS = {-1, -2, 7, 20, Integer.MIN_VALUE};
  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    1e300,
    -1e-300,
    1e20,
    1e-23
  };
  private static final List<String> TEXTS =
      List.of(
          "", "a", "ij,jk->ik", "ii", "...i->i", "mean", "0", "é∞", "a b", "->", ",,", "\u0000");

  /** In what form the drawn tensors are handed out; the numbers drawn are the same. */
  enum Form {
    CONSTANT,
    WATCHED,
    SHIFTED
  }

  /** No argument of this type could be made. */
  static final class NoValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoValue(String what) {
      super("no value of " + what, null, false, false);
    }
  }

  private final Surface surface;
  private final Predicate<Parameter> constants;
  private final Path scratch;
  private final RandomGenerator random;
  private final boolean fitting;

  /** Whether elements are of ordinary size, without ties and special values. */
  private final boolean smooth;

  private final DType dtype;
  private final int[] base;
  private final List<Object> drawn = new ArrayList<>();

  /** Of the drawn values, the tensors that a result has a slope for. */
  private final Set<Integer> variables = new LinkedHashSet<>();

  private final Form form;
  private final double shift;
  private @Nullable Tape tape;

  /** How many of the parameters for which something is being drawn take constants. */
  private int constant;

  /**
   * Draws for one call.
   *
   * @param constants parameters whose tensors get no gradient
   * @param smooth whether elements are of ordinary size, without ties and special values
   */
  Draw(
      Surface surface,
      Predicate<Parameter> constants,
      Path scratch,
      long seed,
      boolean smooth,
      Form form,
      double shift) {
    this.form = form;
    this.shift = shift;
    this.surface = surface;
    this.constants = constants;
    this.scratch = scratch;
    this.random = new SplittableRandom(seed);
    this.smooth = smooth;
    this.fitting = smooth || random.nextInt(2) == 0;
    this.dtype = smooth || random.nextInt(3) > 0 ? DType.FLOAT64 : DType.FLOAT32;
    this.base = shape(smooth ? 1 : 0);
  }

  /** The tensors and arrays handed out so far. */
  List<Object> drawn() {
    return drawn;
  }

  /** The places among the drawn values of the tensors that a result has a slope for. */
  Set<Integer> variables() {
    return variables;
  }

  /** The tape on which watched arguments stand; closed by whoever asked. */
  Tape tape() {
    if (tape == null) {
      tape = new Tape();
    }
    return tape;
  }

  @Nullable Object receiver(Executable call, int depth) {
    boolean free = Surface.isConstructor(call) || Modifier.isStatic(call.getModifiers());
    return free ? null : of(call.getDeclaringClass(), depth);
  }

  Object[] arguments(Executable call, int depth) {
    Type[] types = call.getGenericParameterTypes();
    Class<?>[] raw = call.getParameterTypes();
    Object[] arguments = new Object[raw.length];
    Parameter[] parameters = call.getParameters();
    for (int i = 0; i < raw.length; i++) {
      int outside = constant;
      constant += constants.test(parameters[i]) ? 1 : 0;
      arguments[i] = of(types.length == raw.length ? types[i] : raw[i], depth);
      constant = outside;
    }
    return arguments;
  }

  // --- by type --------------------------------------------------------------------------------

  private Object of(Type type, int depth) {
    if (type instanceof Class<?> c) {
      return ofClass(c, new Type[0], depth);
    }
    if (type instanceof ParameterizedType p) {
      return ofClass((Class<?>) p.getRawType(), p.getActualTypeArguments(), depth);
    }
    if (type instanceof GenericArrayType a) {
      return array(a.getGenericComponentType(), depth);
    }
    if (type instanceof WildcardType w) {
      Type[] lower = w.getLowerBounds();
      return of(lower.length > 0 ? lower[0] : w.getUpperBounds()[0], depth);
    }
    Type bound = ((TypeVariable<?>) type).getBounds()[0];
    return bound == Object.class || raw(bound) == Traced.class ? tensor() : of(bound, depth);
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    if (type instanceof ParameterizedType p) {
      return (Class<?>) p.getRawType();
    }
    if (type instanceof GenericArrayType a) {
      return Array.newInstance(raw(a.getGenericComponentType()), 0).getClass();
    }
    Type[] bounds =
        type instanceof WildcardType w ? w.getUpperBounds() : ((TypeVariable<?>) type).getBounds();
    Class<?> bound = raw(bounds[0]);
    return bound == Object.class || bound == Traced.class ? Tensor.class : bound;
  }

  private Object ofClass(Class<?> c, Type[] of, int depth) {
    Object simple = primitive(c, depth);
    if (simple != null) {
      return simple;
    }
    if (c == Tensor.class || c == Traced.class || c == Object.class || c.isInstance(NONE)) {
      return tensor();
    }
    if (c == IntTensor.class) {
      return keep(labels());
    }
    if (c == BoolTensor.class) {
      int[] sizes = sizes();
      boolean[] mask = new boolean[Shape.of(sizes).size()];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = random.nextBoolean();
      }
      return keep(BoolTensor.of(mask, sizes));
    }
    if (c == Shape.class) {
      return Shape.of(sizes());
    }
    if (c == String.class || c == CharSequence.class) {
      return text();
    }
    if (c.isEnum()) {
      Object[] all = Objects.requireNonNull(c.getEnumConstants());
      return all[random.nextInt(all.length)];
    }
    if (c.isArray()) {
      return array(c.getComponentType(), depth);
    }
    if (RandomGenerator.class.isAssignableFrom(c) && c.isAssignableFrom(SplittableRandom.class)) {
      return new SplittableRandom(random.nextLong());
    }
    if (c == Tape.class) {
      return tape();
    }
    if (c == Node.class) {
      return Objects.requireNonNull(tape().watch(tensor()).mul(2).node());
    }
    return structure(c, of, depth);
  }

  private static final Tensor NONE = Tensor.scalar(0.0);

  private @Nullable Object primitive(Class<?> c, int depth) {
    if (c == int.class || c == Integer.class) {
      return integer(depth);
    }
    if (c == long.class || c == Long.class) {
      return (long) integer(depth);
    }
    if (c == double.class || c == Double.class || c == Number.class) {
      return number();
    }
    if (c == float.class || c == Float.class) {
      return (float) number();
    }
    if (c == boolean.class || c == Boolean.class) {
      return random.nextBoolean();
    }
    if (c == char.class || c == Character.class) {
      return (char) random.nextInt(128);
    }
    if (c == byte.class || c == Byte.class) {
      return (byte) random.nextInt();
    }
    return c == Class.class ? Tensor.class : null;
  }

  private Object structure(Class<?> c, Type[] of, int depth) {
    if (c == List.class || c == Collection.class || c == Iterable.class) {
      return list(of, depth);
    }
    if (c == Set.class) {
      return new LinkedHashSet<>(list(of, depth));
    }
    if (c == java.util.Iterator.class) {
      return list(of, depth).iterator();
    }
    if (c == Stream.class) {
      return list(of, depth).stream();
    }
    if (c == Optional.class) {
      return Optional.of(of(of[0], depth + 1));
    }
    if (c == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        map.put(of(of[0], depth + 1), of(of[1], depth + 1));
      }
      return map;
    }
    if (c == Path.class) {
      return scratch.resolve("file" + random.nextInt(4));
    }
    if (c == InputStream.class) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      return new ByteArrayInputStream(bytes);
    }
    boolean ours = c.getName().startsWith("dev.capstan.");
    Method single = c.isInterface() && !c.isSealed() ? singleMethod(c) : null;
    if (single != null && (!ours || random.nextInt(3) == 0)) {
      return function(c, single, of, depth);
    }
    if (ours) {
      return made(c, depth);
    }
    throw new NoValue(c.getName());
  }

  private List<Object> list(Type[] of, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(of(of.length == 0 ? Tensor.class : of[0], depth + 1));
    }
    return Collections.unmodifiableList(list);
  }

  private Object array(Type component, int depth) {
    int n = fitting && component == Tensor.class ? 1 + random.nextInt(3) : random.nextInt(5);
    Object array = Array.newInstance(raw(component), n);
    for (int i = 0; i < n; i++) {
      Array.set(array, i, of(component, depth + 1));
    }
    return keep(array);
  }

  private Object made(Class<?> c, int depth) {
    List<Executable> makers = depth < DEPTH ? surface.makers(c) : List.of();
    for (int attempt = 0; attempt < 6 && !makers.isEmpty(); attempt++) {
      Object made = madeBy(makers.get(random.nextInt(makers.size())), depth);
      if (made != null) {
        return made;
      }
    }
    throw new NoValue(c.getName());
  }

  /** What a maker makes of drawn arguments; null if it refuses them. */
  private @Nullable Object madeBy(Executable maker, int depth) {
    try {
      Object receiver = receiver(maker, depth + 1);
      Object[] arguments = arguments(maker, depth + 1);
      return maker instanceof Constructor<?> k
          ? k.newInstance(arguments)
          : ((Method) maker).invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return null;
    } catch (ReflectiveOperationException | NoValue e) {
      return null;
    }
  }

  // --- functions ------------------------------------------------------------------------------

  private static @Nullable Method singleMethod(Class<?> c) {
    Method single = null;
    for (Method m : c.getMethods()) {
      if (Modifier.isAbstract(m.getModifiers()) && !isObjects(m)) {
        if (single != null) {
          return null;
        }
        single = m;
      }
    }
    return single;
  }

  private static boolean isObjects(Method m) {
    return m.getName().equals("equals")
        || m.getName().equals("hashCode")
        || m.getName().equals("toString");
  }

  /** A function that gives one of its arguments if the type fits, else something drawn once. */
  private Object function(Class<?> c, Method single, Type[] of, int depth) {
    Type result = resolved(single.getGenericReturnType(), c, of);
    boolean nothing = single.getReturnType() == void.class;
    Class<?> wanted = nothing ? Object.class : raw(result);
    Object otherwise = nothing ? NONE : of(result, depth + 1);
    int flavour = random.nextInt(3);
    return Proxy.newProxyInstance(
        c.getClassLoader() == null ? Draw.class.getClassLoader() : c.getClassLoader(),
        new Class<?>[] {c},
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
              case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "a drawn function";
            };
          }
          if (method.isDefault()) {
            return java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          return nothing ? null : answer(arguments, wanted, otherwise, flavour);
        });
  }

  private static Object answer(
      Object @Nullable [] arguments, Class<?> wanted, Object otherwise, int flavour) {
    for (Object argument : arguments == null ? new Object[0] : arguments) {
      Object candidate =
          argument instanceof List<?> list && !list.isEmpty() && wanted == Tensor.class
              ? list.get(0)
              : argument;
      if (candidate instanceof Tensor x && wanted.isInstance(x)) {
        return flavour == 0 ? x : flavour == 1 ? x.mul(x) : x.exp().sum();
      }
      if (wanted.isInstance(candidate)) {
        return candidate;
      }
    }
    return otherwise;
  }

  private static Type resolved(Type type, Class<?> c, Type[] of) {
    if (type instanceof TypeVariable<?> v) {
      TypeVariable<?>[] names = c.getTypeParameters();
      for (int i = 0; i < names.length && i < of.length; i++) {
        if (names[i].getName().equals(v.getName())) {
          return of[i];
        }
      }
      return of.length > 0 ? of[0] : Tensor.class;
    }
    return type;
  }

  // --- numbers --------------------------------------------------------------------------------

  /** What an argument is made of is smaller than what is given itself, to be made at once. */
  private int integer(int depth) {
    int kind = random.nextInt(fitting ? 40 : 8);
    int[] wild = depth == 0 ? WILD : HARMLESS;
    return kind == 0
        ? wild[random.nextInt(wild.length)]
        : kind == 1 ? -1 : SIZES[random.nextInt(6)];
  }

  private double number() {
    boolean special = !smooth && random.nextInt(fitting ? 12 : 4) == 0;
    return special
        ? SPECIAL[random.nextInt(SPECIAL.length)]
        : List.of(1.0, 2.0, 0.5, 0.1, 3.0, 0.25).get(random.nextInt(6));
  }

  private String text() {
    int kind = random.nextInt(20);
    return (String) keep(kind == 0 ? "x".repeat(5000) : TEXTS.get(random.nextInt(TEXTS.size())));
  }

  private int[] shape(int least) {
    int rank = least + random.nextInt(fitting ? 4 : 5);
    int[] sizes = new int[Math.min(rank, Shape.MAX_RANK)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = SIZES[random.nextInt(fitting ? 4 : 6)];
    }
    return sizes;
  }

  /** The call's own shape, or one that broadcasts with it, or any. */
  private int[] sizes() {
    int kind = random.nextInt(8);
    if (fitting && kind < 6) {
      return base.clone();
    }
    if (fitting && base.length > 0) {
      return java.util.Arrays.copyOfRange(base, random.nextInt(base.length), base.length);
    }
    return kind == 0 ? new int[] {1, 2, 1, 2, 1, 1, 2, 1} : shape(0);
  }

  private Tensor tensor() {
    boolean own = fitting || random.nextInt(4) > 0;
    DType type = own ? dtype : random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
    int kind = smooth ? 0 : random.nextInt(8);
    Shape shape = Shape.of(sizes());
    Tensor x =
        Tensor.generate(
            type,
            shape,
            i ->
                switch (kind) {
                  case 0, 1, 2 -> random.nextGaussian();
                  case 3 -> random.nextDouble();
                  case 4 -> random.nextInt(3) - 1;
                  case 5 -> 0;
                  case 6 -> random.nextInt(4) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : 1;
                  default -> 1e150 * random.nextGaussian();
                });
    return (Tensor) keep(constant > 0 ? x : handedOut(x));
  }

  private Tensor handedOut(Tensor x) {
    variables.add(drawn.size());
    return switch (form) {
      case CONSTANT -> x;
      case WATCHED -> tape().watch(x);
      case SHIFTED -> {
        Tensor along = direction(drawn.size(), x);
        yield x.like(i -> x.at(i) + shift * along.at(i));
      }
    };
  }

  /** In which direction the n-th drawn value is shifted. */
  static Tensor direction(int n, Tensor x) {
    return x.like(i -> Math.cos(1 + 7.0 * n + i));
  }

  private IntTensor labels() {
    int n = base.length == 0 ? 1 : base[0];
    int[] sizes = fitting ? new int[] {n} : sizes();
    int[] values = new int[Shape.of(sizes).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = !fitting && random.nextInt(9) == 0 ? integer(0) : random.nextInt(2);
    }
    return IntTensor.of(values, sizes);
  }

  private Object keep(Object value) {
    drawn.add(value);
    return value;
  }
}
