package io.github.oidcauth.sample.java.testing;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.java.JavaTokenStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** A store of your own: a file for each token, in a directory that belongs to this process alone. */
public final class DirectoryTokenStore extends JavaTokenStore {
    private final Path directory;

    public DirectoryTokenStore(Path directory, Clock clock) {
        super(clock);
        this.directory = directory;
    }

    @Override
    protected Token load(TokenKey key) throws IOException, StoreException {
        try {
            return Token.deserialize(Files.readString(file(key)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (AuthException e) {
            throw new StoreException("The token of " + key + " cannot be read.", e);
        }
    }

    @Override
    protected void save(TokenKey key, Token token) throws IOException {
        Files.writeString(name(key), key.getValue());
        Path half = Files.createTempFile(directory, "new", ".tmp");
        Files.writeString(half, token.serialize());
        Files.move(half, file(key), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    protected boolean delete(TokenKey key) throws IOException {
        Files.deleteIfExists(name(key));
        return Files.deleteIfExists(file(key));
    }

    @Override
    protected Set<TokenKey> list() throws IOException {
        var keys = new HashSet<TokenKey>();
        try (var names = Files.newDirectoryStream(directory, "*.key")) {
            for (Path name : names) {
                keys.add(TokenKey.of(Files.readString(name)));
            }
        }
        return keys;
    }

    @Override
    protected void deleteAll() throws IOException {
        for (TokenKey key : list()) {
            delete(key);
        }
    }

    private Path file(TokenKey key) {
        return directory.resolve(hash(key) + ".json");
    }

    private Path name(TokenKey key) {
        return directory.resolve(hash(key) + ".key");
    }

    /** Returns the name of a file: a key may be longer than a file name, and contain any character. */
    private static String hash(TokenKey key) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(key.getValue().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
