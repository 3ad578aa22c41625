package io.github.oidcauth.sample.java.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The public types of the published modules, as the records of their public API have them. */
final class PublicTypes {
    private static final Path LIBRARIES = Path.of("../../lib");
    private static final Pattern DECLARATION = Pattern.compile("(?m)^public [a-z ]+ (io/\\S+)");

    private PublicTypes() {}

    static List<String> modules() throws IOException {
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return directories
                    .filter(it -> Files.isDirectory(it.resolve("api")))
                    .map(it -> it.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Returns the types of {@code module} that Java can name: those of files in Kotlin have no members for Java. */
    static List<Class<?>> of(String module) throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES.resolve(module).resolve("api"))) {
            return files.filter(it -> it.toString().endsWith(".api"))
                    .flatMap(PublicTypes::declared)
                    .filter(name -> !name.endsWith("Kt"))
                    .<Class<?>>map(PublicTypes::load)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private static Stream<String> declared(Path file) {
        try {
            return DECLARATION
                    .matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> found.group(1).replace('/', '.'));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.isSynthetic() ? null : type;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
