// Tested by DebianPackageTest.
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Puts what the package for Debian has below /usr/share into {@code share} of a folder, with the manual page and the changelog
 * compressed as Debian's policy wants: {@code java DebianDocuments.java FOLDER SHARE VERSION}.
 */
class DebianDocuments {
    private static final int GZIP_LEVEL = 9;
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 2, 3};

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path share = folder.resolve("share");
        copy(Path.of(arguments[1]), share);
        Path documents = Files.createDirectories(share.resolve("doc/oidc-auth"));
        Files.copy(folder.resolve("copyright"), documents.resolve("copyright"));
        String changelog = Files.readString(folder.resolve("changelog"))
                .replace("@version@", arguments[2].replace("-SNAPSHOT", "~SNAPSHOT"));
        Files.write(documents.resolve("changelog.gz"), compressed(changelog.getBytes()));
        Path page = share.resolve("man/man1/oidc-auth.1");
        Files.write(page.resolveSibling("oidc-auth.1.gz"), compressed(Files.readAllBytes(page)));
        Files.delete(page);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (var files = Files.walk(to)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
            }
        }
        try (var files = Files.walk(from)) {
            for (Path file : files.sorted().toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    /** Returns {@code bytes} as gzip, without a name and a time. */
    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(GZIP_HEADER);
        DeflaterOutputStream deflating = new DeflaterOutputStream(result, new Deflater(GZIP_LEVEL, true));
        deflating.write(bytes);
        deflating.finish();
        CRC32 sum = new CRC32();
        sum.update(bytes);
        writeNumber(result, sum.getValue());
        writeNumber(result, bytes.length);
        return result.toByteArray();
    }

    private static void writeNumber(ByteArrayOutputStream to, long number) {
        for (int shift = 0; shift < 32; shift += 8) to.write((int) (number >> shift));
    }
}
