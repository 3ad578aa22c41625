import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Writes SHA256SUMS beside the files of a release: {@code java Checksums.java FOLDER PREFIX}. {@code sha256sum -c} reads it. */
class Checksums {
    private static final List<String> KINDS =
            List.of(".tar.gz", ".zip", ".deb", ".tar", "-cyclonedx.json", "-cyclonedx.xml");

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        StringBuilder sums = new StringBuilder();
        for (Path file : filesOf(folder, arguments[1])) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            sums.append(HexFormat.of().formatHex(sum))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        Files.writeString(folder.resolve("SHA256SUMS"), sums);
    }

    private static List<Path> filesOf(Path folder, String prefix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> isReleased(file.getFileName().toString(), prefix))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isReleased(String name, String prefix) {
        return name.startsWith(prefix) && KINDS.stream().anyMatch(name::endsWith);
    }
}
