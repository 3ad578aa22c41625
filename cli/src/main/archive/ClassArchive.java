import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prepares the archives of classes (class data sharing) with which the JVM starts in a third of the time.
 *
 * <p>{@code java ClassArchive.java list FILE CLASSPATH} writes the names of the classes that the command uses, after a first line
 * with the identity of this build. The launcher makes an archive of them for the Java of the user.
 *
 * <p>{@code java ClassArchive.java dump DISTRIBUTION} makes that archive for this Java and this place of the distribution.
 */
class ClassArchive {
    private static final String MAIN = "io.github.oidcauth.cli.MainKt";
    private static final String HOST = "https://trained.example.com";

    /** A token that needs no request. The first two command lines print it: without the rest of the program, and with it. */
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
            }""".formatted(HOST);

    /** Command lines that need neither a server nor a user. Nothing responds at the port of the last one. */
    private static final List<String> LINES = List.of(
            "token " + HOST,
            "token " + HOST + " --non-interactive",
            "list",
            "--help",
            "token --help",
            "token http://127.0.0.1:1 --no-browser --interactive");

    public static void main(String[] arguments) throws Exception {
        if (File.separatorChar != '/') return;
        if (arguments[0].equals("list")) list(Path.of(arguments[1]), arguments[2]);
        else dump(Path.of(arguments[1]).toRealPath());
    }

    private static void list(Path file, String classPath) throws Exception {
        Path work = Files.createTempDirectory("oidc-auth-classes");
        try {
            Path caches = Files.createDirectories(work.resolve(".cache/py-oidc-auth"), ownerOnly("rwx------"));
            Files.writeString(Files.createFile(caches.resolve("token-store.json"), ownerOnly("rw-------")), STORE);
            TreeSet<String> classes = new TreeSet<>();
            TreeSet<String> directives = new TreeSet<>();
            for (String line : LINES) {
                for (String name : loaded(line, classPath, work)) {
                    if (name.startsWith("@")) directives.add(name);
                    else if (!name.startsWith("#")) classes.add(name);
                }
            }
            List<String> text = new ArrayList<>(List.of("# " + identity(classPath)));
            text.addAll(classes);
            text.addAll(directives);
            Files.write(file, text);
        } finally {
            deleteAll(work);
        }
    }

    private static java.nio.file.attribute.FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static List<String> loaded(String line, String classPath, Path work) throws Exception {
        Path names = work.resolve("names");
        Files.deleteIfExists(names);
        List<String> options = List.of(
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + names,
                "-Doidcauth.result.descriptor=0",
                "-cp",
                classPath,
                MAIN);
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of(line.split(" ")));
        // The result goes to descriptor 0, as with the launcher.
        Path results = Files.createTempFile(work, "result", null);
        run(command, work, results);
        return Files.readAllLines(names);
    }

    private static void run(List<String> arguments, Path home, Path result) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" 0>>'" + result + "'", java()));
        command.addAll(arguments);
        Path log = home.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", home.toString(), "LC_ALL", "C.UTF-8", "PATH", "/usr/bin:/bin"));
        Process process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "It does not end: " + String.join(" ", command) + "\n" + Files.readString(log));
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns a name that only this build has, whatever the times of its files are. */
    private static String identity(String classPath) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String entry : classPath.split(File.pathSeparator)) {
            try (Stream<Path> files = Files.walk(Path.of(entry))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .sorted(Comparator.comparing(Path::toString))
                        .toList()) {
                    digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    private static void dump(Path home) throws Exception {
        Path archives = home.resolve("lib/jvm");
        if (Files.exists(archives)) deleteAll(archives);
        Path java = Path.of(System.getProperty("java.home"));
        String version = runtimeVersion(java.resolve("release"));
        if (version == null) return;
        String build =
                Files.readAllLines(home.resolve("lib/classes.lst")).get(0).substring(2);
        // The launcher looks for this name.
        String name = build + "-" + version + (home + "/" + java).replace('/', '%') + ".jsa";
        Path archive = Files.createDirectories(archives).resolve(name);
        Path log = Files.createTempFile("oidc-auth-archive", ".log");
        List<String> command = List.of(
                java(),
                "-Xshare:dump",
                "-XX:+UseG1GC",
                // As in the launcher, else the JVM must change all references between its own objects.
                "-Xmx512m",
                "-XX:SharedClassListFile=" + home.resolve("lib/classes.lst"),
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                home.resolve("lib/oidc-auth-cli.jar").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0)
            throw new IllegalStateException("No archive of classes was made:\n" + Files.readString(log));
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(log);
    }

    private static String runtimeVersion(Path release) throws IOException {
        if (!Files.exists(release)) return null;
        for (String line : Files.readAllLines(release)) {
            if (line.startsWith("JAVA_RUNTIME_VERSION="))
                return line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
        }
        return null;
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
