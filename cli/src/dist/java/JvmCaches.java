// Tested by ImageTest.
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes the JVM's caches (JEP 483, 514 and 515) of an image that has the command in {@code lib} and its own Java in
 * {@code runtime}. Run by the profile {@code dist}: {@code java JvmCaches.java IMAGE TIMESTAMP true}, or {@code false} for the files' times alone.
 *
 * <p>There are two. The JVM loads all classes of its cache as it starts, so a program that prints a stored token has one of its
 * own with few classes; the other has what the rest of the commands use.
 */
class JvmCaches {
    private static final String TRAINED = "https://trained.example.com";
    private static final String MAIN = "io.github.oidcauth.cli.MainKt";
    private static final String TRAINING = "io.github.oidcauth.cli.TrainingKt";

    /** The options of the launcher that the JVM compares with those of the training, or that change what it loads. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xlog:disable", "-Xlog:all=warning:stderr");

    /** A token that never needs a request, in the layout and the place of the store: so it is printed before most is loaded. */
    private static final String STORE = """
            {
              "%s": {
                "token": {
                  "access_token": "trained-with-this-token",
                  "token_type": "Bearer",
                  "expires": 4102444800,
                  "scope": "openid",
                  "headers": {
                    "Authorization": "Bearer trained-with-this-token"
                  }
                },
                "stored_at": 1767225600.0
              }
            }""".formatted(TRAINED);

    private final Path image;
    private final Path work;

    private JvmCaches(Path image, Path work) {
        this.image = image;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        Path image = Path.of(arguments[0]).toAbsolutePath();
        setTimes(image, FileTime.from(Instant.parse(arguments[1])));
        if (!Boolean.parseBoolean(arguments[2])) return;
        Path work = Files.createTempDirectory("oidc-auth-training");
        try {
            JvmCaches caches = new JvmCaches(image, work);
            caches.make("token.aot", MAIN, "token", TRAINED);
            caches.make("oidc-auth.aot", TRAINING, "--help", "list", "token " + TRAINED, "token --help");
        } finally {
            deleteAll(work);
        }
    }

    /** A cache is for jars and a runtime of exactly these times. */
    private static void setTimes(Path image, FileTime time) throws IOException {
        try (var files = Files.walk(image)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!Files.isSymbolicLink(file)) Files.setLastModifiedTime(file, time);
            }
        }
    }

    private void make(String name, String main, String... arguments) throws Exception {
        Path cache = image.resolve("lib").resolve(name);
        List<String> command = new ArrayList<>();
        command.add(image.resolve("runtime/bin/java").toString());
        command.addAll(OPTIONS);
        command.add("-XX:AOTCacheOutput=" + cache);
        command.addAll(List.of("-cp", image.resolve("lib/oidc-auth-cli.jar").toString(), main));
        command.addAll(Arrays.asList(arguments));
        run(command);
        if (!Files.exists(cache)) throw new IllegalStateException("The JVM has made no " + cache + ".");
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(cache, Files.getLastModifiedTime(image.resolve("lib/oidc-auth-cli.jar")));
    }

    private void run(List<String> command) throws Exception {
        Path folder = work.resolve(".cache/py-oidc-auth");
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path store = folder.resolve("token-store.json");
        Files.writeString(store, STORE);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        Path log = work.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", work.toString(), "LC_ALL", "C.UTF-8", "PATH", "/usr/bin:/bin"));
        Process process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "The training failed: " + String.join(" ", command) + "\n" + Files.readString(log));
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        }
    }
}
