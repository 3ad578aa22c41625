package io.github.oidcauth.sample.java.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program in Java 17 that uses every public type of the published modules, and calls all that it sees of them, compiles
 * without a warning. The program is written from the compiled classes, so that nothing is left out.
 */
class EveryTypeTest {
    @TempDir
    Path classes;

    @TestFactory
    Stream<DynamicTest> aProgramCanUseEveryTypeWithoutAWarning() throws IOException {
        return PublicTypes.modules().stream()
                .map(module -> DynamicTest.dynamicTest(module, () -> {
                    List<Class<?>> types = PublicTypes.of(module);
                    assertFalse(types.isEmpty());
                    assertEquals("", messages(Consumer.source("Program", types)));
                }));
    }

    @Test
    void aWarningIsNoticed() {
        String raw = "final class Program { java.util.List<String> list = new java.util.ArrayList(); }";
        assertTrue(messages(raw).contains("unchecked"));
    }

    @Test
    void functionsOfJavaAreCalledAndThoseOfKotlinAreNot() {
        String source = Consumer.source("Program", List.of(Token.class));
        assertTrue(source.contains("java.time.Instant io_github_oidcauth_Token"));
        assertTrue(source.contains("it.getExpiresAt()"));
        assertFalse(source.contains("kotlin.time"));
    }

    private String messages(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        // Annotations of Kotlin that are not on the path of a program in Java are the compiler's business
        // ("classfile").
        List<String> options =
                List.of("--release", "17", "-Xlint:all,-classfile", "-Werror", "-proc:none", "-d", classes.toString());
        boolean isCompiled = compiler.getTask(null, null, found, options, null, List.of(new Source(source)))
                .call();
        String messages = found.getDiagnostics().stream().map(it -> it + "\n").reduce("", String::concat);
        assertEquals(messages.isEmpty(), isCompiled);
        return messages;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Program.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
