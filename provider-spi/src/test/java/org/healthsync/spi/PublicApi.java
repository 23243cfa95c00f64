package org.healthsync.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The public and protected API of compiled classes as sorted text. */
final class PublicApi {

  private static final int SHOWN =
      Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;

  private PublicApi() {}

  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  /** One line per type, followed by one line per member that begins with the type's name. */
  static List<String> of(Path classes) {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> load(name.substring(0, name.length() - ".class".length())))
          .filter(PublicApi::isVisible)
          .sorted(Comparator.comparing(Class::getName))
          .flatMap(type -> render(type).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String path) {
    try {
      return Class.forName(path.replace('/', '.'), false, PublicApi.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return !type.isSynthetic()
        && !type.isAnonymousClass()
        && isShown(type.getModifiers())
        && (outer == null || isVisible(outer));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<String> render(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isShown(constructor.getModifiers()) && !constructor.isSynthetic()) {
        members.add("constructor " + signature(constructor, ""));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (isShown(field.getModifiers()) && !field.isEnumConstant() && !field.isSynthetic()) {
        members.add("field " + field(field));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isShown(method.getModifiers())
          && !method.isSynthetic()
          && !OF_EVERY_OBJECT.contains(method.getName())) {
        String kind = method.isDefault() ? "default " : "";
        String result = name(method.getAnnotatedReturnType()) + " ";
        members.add("method " + kind + signature(method, result + method.getName()));
      }
    }
    Stream<String> all =
        Stream.of(constants(type), components(type), members.stream().sorted())
            .flatMap(lines -> lines)
            .map(line -> simpleName(type) + " " + line);
    return Stream.concat(Stream.of(header(type)), all).toList();
  }

  private static String header(Class<?> type) {
    String kind = type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    Class<?>[] permitted = type.getPermittedSubclasses();
    return shown(type.getModifiers())
        + (type.isInterface() ? "interface" : kind)
        + " "
        + type.getName()
        + list(" extends ", superclass(type))
        + list(" implements ", Arrays.stream(type.getGenericInterfaces()).map(Type::getTypeName))
        + (permitted == null
            ? ""
            : list(" permits ", Arrays.stream(permitted).map(Class::getName).sorted()));
  }

  private static Stream<String> superclass(Class<?> type) {
    Type parent = type.getGenericSuperclass();
    return parent == null || type.isEnum() || type.isRecord() || parent == Object.class
        ? Stream.empty()
        : Stream.of(parent.getTypeName());
  }

  /** In declared order: the order of enum constants is part of their contract. */
  private static Stream<String> constants(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? Stream.empty()
        : Arrays.stream(constants).map(constant -> "constant " + ((Enum<?>) constant).name());
  }

  private static Stream<String> components(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    return components == null
        ? Stream.empty()
        : Arrays.stream(components)
            .map(part -> "component " + name(part.getAnnotatedType()) + " " + part.getName());
  }

  private static String field(Field field) {
    String text =
        shown(field.getModifiers()) + name(field.getAnnotatedType()) + " " + field.getName();
    if (!Modifier.isStatic(field.getModifiers()) || !isConstant(field.getType())) {
      return text;
    }
    try {
      return text + " = " + field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isConstant(Class<?> type) {
    return type.isPrimitive() || type == String.class;
  }

  private static String signature(Executable member, String name) {
    return shown(member.getModifiers())
        + name
        + Arrays.stream(member.getAnnotatedParameterTypes())
            .map(PublicApi::name)
            .collect(Collectors.joining(", ", "(", ")"))
        + list(
            " throws ",
            Arrays.stream(member.getGenericExceptionTypes()).map(Type::getTypeName).sorted());
  }

  /** Spelled here, as the text of annotations differs between Java versions. */
  private static String name(AnnotatedType type) {
    String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    return nullable + type.getType().getTypeName();
  }

  private static String simpleName(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }

  private static String shown(int modifiers) {
    String text = Modifier.toString(modifiers & SHOWN);
    return text.isEmpty() ? "" : text + " ";
  }

  private static String list(String before, Stream<String> names) {
    String text = names.collect(Collectors.joining(", "));
    return text.isEmpty() ? "" : before + text;
  }
}
