package dev.capstan.ops.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lends kernels that compute as the ones behind them do, and remember what they were asked: one
 * call of every kind, with copies of its arguments from before. Two calls are of one kind if they
 * differ in numbers only, sizes and places within a power of two.
 */
final class Recorder implements KernelSet.Choice {
  /** Kinds of calls that are kept. */
  private static final int MOST = 256;

  /** Elements that one call may bring. */
  private static final int LARGEST = 1 << 20;

  /** Elements of all calls together: 16 or 32 MB, until the race is over. */
  private static final int ROOM = 1 << 22;

  /** What has no loop, or nothing but one that every JVM knows. */
  private static final List<String> PLAIN = List.of("allocate", "copy", "get", "set");

  private final Map<List<Object>, Call> calls = new LinkedHashMap<>();
  private int elements;
  private int heard;

  /** A call that can be repeated, on the kernels that answered it and on others. */
  static final class Call {
    private final Object one;
    private final Object other;
    private final Method method;
    private final @Nullable Object[] arguments;
    private int times = 1;

    private Call(Object one, Object other, Method method, @Nullable Object[] arguments) {
      this.one = one;
      this.other = other;
      this.method = method;
      this.arguments = arguments;
    }

    Object one() {
      return one;
    }

    Object other() {
      return other;
    }

    /** How often a call of this kind was seen. */
    int times() {
      return times;
    }

    /**
     * Nanoseconds that the call takes, the least of as many as go into some time. Each goes on from
     * what the one before left in the arguments, which is of no matter to the time.
     */
    long least(Object kernels, long nanoseconds) {
      @Nullable Object[] copies = Copies.of(arguments);
      long least = Long.MAX_VALUE;
      long begun = System.nanoTime();
      long before = begun;
      do {
        Object unused = invoke(kernels, copies);
        long now = System.nanoTime();
        least = Math.min(least, now - before);
        before = now;
      } while (before - begun < nanoseconds);
      return least;
    }

    /**
     * Repeats the call on both.
     *
     * @throws IllegalStateException if results, or what is written into arguments, differ in a bit
     */
    void requireOneResult() {
      List<@Nullable Object> first = new ArrayList<>();
      List<@Nullable Object> second = new ArrayList<>();
      effects(one, first);
      effects(other, second);
      if (!Arrays.deepEquals(first.toArray(), second.toArray())) {
        throw new IllegalStateException(
            "two kernels differ, which must not be: "
                + method.getName()
                + " on "
                + one.getClass().getSimpleName()
                + " and on "
                + other.getClass().getSimpleName());
      }
    }

    private void effects(Object kernels, List<@Nullable Object> effects) {
      @Nullable Object[] copies = Copies.of(arguments);
      effects.add(invoke(kernels, copies));
      flatten(copies, effects);
    }

    private @Nullable Object invoke(Object kernels, @Nullable Object[] copies) {
      try {
        return method.invoke(kernels, copies);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("kernels: cannot repeat " + method, e);
      }
    }
  }

  /** What was remembered. */
  synchronized List<Call> calls() {
    return List.copyOf(calls.values());
  }

  /** How many calls differ in kind. */
  synchronized int kinds() {
    return calls.size();
  }

  /** How many calls came, known kinds included. */
  synchronized int heard() {
    return heard;
  }

  /** Kernels that compute as {@code one} does; calls can be repeated on {@code other} too. */
  @Override
  @SuppressWarnings("unchecked") // the proxy implements just this kind
  public <K> K of(Class<? super K> kind, K one, K other) {
    return (K)
        Proxy.newProxyInstance(
            kind.getClassLoader(),
            new Class<?>[] {kind},
            (proxy, method, arguments) -> {
              if (!PLAIN.contains(method.getName())) {
                remember(one, other, method, arguments);
              }
              try {
                return method.invoke(one, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized void remember(
      Object one, Object other, Method method, @Nullable Object[] arguments) {
    heard++;
    List<Object> key = new ArrayList<>(List.of(one, method));
    int size = describe(arguments, key);
    Call known = calls.get(key);
    if (known != null) {
      known.times++;
    } else if (size >= 0 && size <= LARGEST && elements + size <= ROOM && calls.size() < MOST) {
      elements += size;
      calls.put(key, new Call(one, other, method, Copies.of(arguments)));
    }
  }

  /**
   * Adds to the key what makes the kind of a call.
   *
   * @return the number of elements; -1 if there is a function of the caller's own, which may do
   *     anything
   */
  private static int describe(@Nullable Object[] values, List<Object> key) {
    int size = 0;
    for (Object value : values) {
      if (value == null || value instanceof Boolean || value instanceof Enum<?>) {
        key.add(String.valueOf(value));
      } else if (value instanceof Integer n) {
        key.add(bits(n));
      } else if (value.getClass().isArray()) {
        int n = Array.getLength(value);
        key.add(bits(n));
        size += value instanceof Object[] rows ? Math.max(0, describe(rows, new ArrayList<>())) : n;
      } else if (value instanceof Record whole) {
        int more = describe(parts(whole), key);
        if (more < 0) {
          return -1;
        }
        size += more;
      } else if (!(value instanceof Number)) {
        return -1;
      }
    }
    return size;
  }

  /** All parts of records, in their order. */
  private static void flatten(@Nullable Object[] values, List<@Nullable Object> flat) {
    for (Object value : values) {
      if (value instanceof Record whole) {
        flatten(parts(whole), flat);
      } else {
        flat.add(value);
      }
    }
  }

  private static int bits(int n) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(n);
  }

  private static @Nullable Object[] parts(Record whole) {
    return Arrays.stream(whole.getClass().getRecordComponents())
        .map(component -> part(whole, component))
        .toArray();
  }

  private static @Nullable Object part(Record whole, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(whole);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("kernels: cannot read " + component, e);
    }
  }

  /** Deep copies, in which what was one array is one array. */
  private static final class Copies {
    private final IdentityHashMap<Object, Object> made = new IdentityHashMap<>();

    static @Nullable Object[] of(@Nullable Object[] values) {
      return new Copies().all(values);
    }

    private @Nullable Object[] all(@Nullable Object[] values) {
      return Arrays.stream(values).map(this::one).toArray();
    }

    private @Nullable Object one(@Nullable Object value) {
      if (value instanceof Record whole) {
        return rebuilt(whole);
      }
      if (value == null || !value.getClass().isArray()) {
        return value;
      }
      return made.computeIfAbsent(value, Copies::array);
    }

    private static Object array(Object value) {
      int n = Array.getLength(value);
      Object copy = Array.newInstance(value.getClass().getComponentType(), n);
      if (value instanceof Object[] rows) {
        for (int i = 0; i < n; i++) {
          Array.set(copy, i, array(rows[i]));
        }
      } else {
        System.arraycopy(value, 0, copy, 0, n);
      }
      return copy;
    }

    private Record rebuilt(Record whole) {
      Class<?>[] types =
          Arrays.stream(whole.getClass().getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      try {
        Constructor<? extends Record> constructor = whole.getClass().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(all(parts(whole)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("kernels: cannot copy " + whole.getClass(), e);
      }
    }
  }
}
