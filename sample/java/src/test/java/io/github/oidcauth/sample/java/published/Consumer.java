package io.github.oidcauth.sample.java.published;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a class in Java that calls every constructor and function of some types, and reads their constants. */
final class Consumer {
    private final StringBuilder text = new StringBuilder();
    private int functions;

    /** Returns the class with this simple name. */
    static String source(String name, List<Class<?>> types) {
        Consumer consumer = new Consumer();
        consumer.text.append("final class ").append(name).append(" {\n");
        types.forEach(consumer::use);
        return consumer.text.append("}\n").toString();
    }

    private void use(Class<?> type) {
        functions = 0;
        String name = type.getCanonicalName();
        String parameters = Arrays.stream(type.getTypeParameters())
                .map(TypeVariable::getName)
                .collect(Collectors.joining(", "));
        String it = parameters.isEmpty() ? name : name + "<" + parameters + ">";
        write(type, List.of(), "Object", it + " it", "it");
        for (Field field : type.getDeclaredFields()) {
            if (isOurs(field) && isCurrent(field) && isConstant(field)) {
                write(type, List.of(), "Object", "", name + "." + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            if (isOurs(constructor) && isVisible(constructor) && !Modifier.isAbstract(type.getModifiers())) {
                call(type, constructor, "Object", "", "new " + (parameters.isEmpty() ? name : name + "<>"));
            }
        }
        Stream<Method> methods = Arrays.stream(type.getMethods()).sorted(Comparator.comparing(Method::toGenericString));
        methods.filter(method -> isOurs(method) && isVisible(method) && !method.isBridge())
                .forEach(method -> {
                    boolean isStatic = Modifier.isStatic(method.getModifiers());
                    String target = isStatic ? name : "it";
                    // Static functions of an interface are called by the interface alone.
                    if (isStatic && method.getDeclaringClass().isInterface()) {
                        target = method.getDeclaringClass().getCanonicalName();
                    }
                    String result = text(method.getGenericReturnType());
                    call(type, method, result, isStatic ? "" : it + " it", target + "." + method.getName());
                });
    }

    private void call(Class<?> type, Executable called, String result, String receiver, String target) {
        List<String> parameters = new ArrayList<>(receiver.isEmpty() ? List.of() : List.of(receiver));
        List<String> arguments = new ArrayList<>();
        for (Type parameter : called.getGenericParameterTypes()) {
            String name = "p" + arguments.size();
            arguments.add(name);
            parameters.add(text(parameter) + " " + name);
        }
        String call = target + "(" + String.join(", ", arguments) + ")";
        write(type, List.of(called.getTypeParameters()), result, String.join(", ", parameters), call);
    }

    private void write(Class<?> type, List<TypeVariable<?>> own, String result, String parameters, String expression) {
        String variables = Stream.concat(Arrays.stream(type.getTypeParameters()), own.stream())
                .map(Consumer::declaration)
                .collect(Collectors.joining(", "));
        text.append("    static ").append(variables.isEmpty() ? "" : "<" + variables + "> ");
        text.append(result)
                .append(" ")
                .append(type.getCanonicalName().replace('.', '_'))
                .append(functions++);
        text.append("(").append(parameters).append(") throws Throwable {\n        ");
        text.append(result.equals("void") ? "" : "return ").append(expression).append(";\n    }\n");
    }

    private static String declaration(TypeVariable<?> variable) {
        return variable.getName() + " extends "
                + Arrays.stream(variable.getBounds()).map(Consumer::text).collect(Collectors.joining(" & "));
    }

    private static boolean isOurs(Member member) {
        return member.getDeclaringClass().getName().startsWith("io.github.oidcauth.") && !member.isSynthetic();
    }

    private static boolean isConstant(Field field) {
        return Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers());
    }

    /** Java warns of what is deprecated, as it should. */
    private static boolean isCurrent(AnnotatedElement member) {
        return !member.isAnnotationPresent(Deprecated.class);
    }

    /** Internal functions of Kotlin are public in bytecode: their names are not Java's, or their parameters are internal. */
    private static boolean isVisible(Executable called) {
        return isCurrent(called)
                && Stream.concat(Stream.of(called.getName().replace("io.github.oidcauth.", "")), types(called))
                        .noneMatch(it -> it.contains(".internal.") || it.contains("-") || it.contains("$oidc_auth"));
    }

    private static Stream<String> types(Executable called) {
        return Arrays.stream(called.getParameterTypes()).map(Class::getName);
    }

    private static String text(Type type) {
        return type.getTypeName().replace('$', '.');
    }
}
