package dev.capstan.losses.config;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record as the keys of a configuration: written, read, and changed one at a
 * time. Numbers, texts and lists are themselves; an enum is a switch ({@link On}), its own text
 * ({@link Keyed}) or its constant's name in lower case; a {@link Configured} part is a map. An
 * {@link Origin} is in the name, and a component of any other type is in no configuration.
 */
public final class Parameters {
  private Parameters() {}

  /** Reads a component whose type is not one of those above. */
  @FunctionalInterface
  public interface PartReader {
    /**
     * The value under a key.
     *
     * @param otherwise the value if there is none
     */
    Object read(Config config, String key, Class<?> type, Object otherwise);
  }

  /** A copy of a record with another value of one component. */
  // The caller, an interface of what can be changed, knows its record's type by a parameter.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <R> R with(Object record, String component, Object value) {
    requireNonNull(component, "component");
    requireNonNull(value, "value");
    Map<String, Object> values = values(record);
    values.put(component, value);
    return (R) make(record.getClass(), values);
  }

  /** The name of a part or loss in configurations: its key, or that of its class. */
  public static String name(Object of) {
    return of instanceof Keyed keyed ? keyed.key() : named(of.getClass());
  }

  /** The name of a class in configurations: {@link Named}, or a record's own in snake case. */
  public static String named(Class<?> type) {
    Named named = type.getAnnotation(Named.class);
    String simple = type.isRecord() ? type.getSimpleName() : "callable";
    return named == null ? snake(simple) : named.value();
  }

  /** A map with the name under its key, then what is fixed, then the components. */
  public static Map<String, @Nullable Object> write(String nameKey, String name, Object of) {
    requireNonNull(nameKey, "nameKey");
    requireNonNull(name, "name");
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(nameKey, name);
    for (Fixed fixed : of.getClass().getAnnotationsByType(Fixed.class)) {
      map.put(fixed.key(), fixed.value().isEmpty() ? null : fixed.value());
    }
    if (of instanceof Record) {
      for (RecordComponent each : components(of.getClass())) {
        if (!Origin.class.isAssignableFrom(each.getType())) {
          Object plain = plain(value(of, each), isWhole(each, name));
          if (plain != null) {
            map.put(key(each), plain);
          }
        }
      }
    }
    return map;
  }

  /** A value as configurations have it; null if they have no form for it. */
  private static @Nullable Object plain(Object value, boolean whole) {
    if (value instanceof Double number && whole) {
      return number.intValue();
    }
    if (value instanceof Enum<?> constant) {
      Enum<?> on = on(constant.getDeclaringClass());
      return on == null ? text(constant) : (Object) (constant == on);
    }
    if (value instanceof Configured part) {
      return part.config();
    }
    if (value instanceof Keyed keyed) {
      return keyed.key();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> plain(each, whole)).toList();
    }
    return value instanceof Number || value instanceof String ? value : null;
  }

  /**
   * A record with the values of a configuration.
   *
   * @param defaults what is absent is taken from it
   * @throws IllegalArgumentException if a value has the wrong type or is out of its domain
   */
  public static <R> R read(Config config, R defaults, PartReader parts) {
    requireNonNull(config, "config");
    requireNonNull(defaults, "defaults");
    requireNonNull(parts, "parts");
    Map<String, Object> values = values(defaults);
    for (Fixed fixed : defaults.getClass().getAnnotationsByType(Fixed.class)) {
      config.fixed(fixed);
    }
    for (RecordComponent each : components(defaults.getClass())) {
      if (!Origin.class.isAssignableFrom(each.getType())) {
        values.computeIfPresent(each.getName(), (name, v) -> component(config, each, v, parts));
      }
    }
    @SuppressWarnings("unchecked") // the record's own class
    R made = (R) make(defaults.getClass(), values);
    return made;
  }

  private static Object component(
      Config config, RecordComponent of, Object otherwise, PartReader parts) {
    String key = key(of);
    if (otherwise instanceof Double number) {
      boolean whole = isWhole(of, config.loss());
      return whole ? (double) config.integer(key, number.intValue()) : config.real(key, number);
    }
    if (otherwise instanceof Integer number) {
      Key said = of.getAnnotation(Key.class);
      boolean strict = said == null || said.wholeIn().isEmpty() || isWhole(of, config.loss());
      return strict ? config.integer(key, number) : config.wholeReal(key, number);
    }
    if (of.getType().isEnum()) {
      Key said = of.getAnnotation(Key.class);
      if (said != null && !said.also().isEmpty() && said.also().equals(config.get(key))) {
        return constant(of.getType(), said.also());
      }
      Enum<?> on = on(of.getType());
      if (on != null) {
        return config.flag(key, otherwise == on) ? on : other(on);
      }
    }
    return parts.read(config, key, of.getType(), otherwise);
  }

  /** A constant by its text in configurations; refuses any other. */
  public static Object constant(Config config, String key, Object otherwise) {
    requireNonNull(config, "config");
    requireNonNull(key, "key");
    if (!(otherwise instanceof Enum<?>)) {
      throw new IllegalArgumentException(
          "constant: got "
              + otherwise.getClass().getSimpleName()
              + ", expected an enum's constant");
    }
    Class<?> type = ((Enum<?>) otherwise).getDeclaringClass();
    String wanted = config.text(key, text((Enum<?>) otherwise));
    for (Object each : type.getEnumConstants()) {
      if (text((Enum<?>) each).equals(wanted)) {
        return each;
      }
    }
    throw config.refuse(
        key,
        "one of " + Arrays.stream(type.getEnumConstants()).map(e -> text((Enum<?>) e)).toList());
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> text((Enum<?>) each).equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Enum<?> constant) {
    return constant instanceof Keyed keyed ? keyed.key() : constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant that is marked as true, of an enum of two. */
  private static @Nullable Enum<?> on(Class<?> type) {
    for (Object each : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      try {
        if (type.getField(constant.name()).isAnnotationPresent(On.class)) {
          return constant;
        }
      } catch (NoSuchFieldException e) {
        throw new AssertionError(e); // every constant is a public field
      }
    }
    return null;
  }

  private static Object other(Enum<?> on) {
    Object[] both = on.getDeclaringClass().getEnumConstants();
    return both[0] == on ? both[1] : both[0];
  }

  private static boolean isWhole(RecordComponent component, String name) {
    Key said = component.getAnnotation(Key.class);
    return said != null && !said.wholeIn().isEmpty() && name.startsWith(said.wholeIn() + "_");
  }

  private static String key(RecordComponent component) {
    Key said = component.getAnnotation(Key.class);
    return said == null || said.value().isEmpty() ? snake(component.getName()) : said.value();
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static RecordComponent[] components(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(
          "parameters: no record: got %s; give it a config() of its own".formatted(type.getName()));
    }
    return components;
  }

  private static Map<String, Object> values(Object record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent each : components(record.getClass())) {
      values.put(each.getName(), value(record, each));
    }
    return values;
  }

  /** The value of a component. */
  public static Object value(Object record, RecordComponent component) {
    requireNonNull(record, "record");
    requireNonNull(component, "component");
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static Object make(Class<?> type, Map<String, Object> values) {
    try {
      Class<?>[] types =
          Arrays.stream(components(type)).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(values.values().toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
