// Tests JavaTokenCipher.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.oidcauth.EncryptedToken;
import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.StoreNotices;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenCipher;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.UnreadableTokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaTokenCipherFromJavaTest {
    /** All that a cipher in Java needs. */
    private static class OwnCipher extends JavaTokenCipher {
        private final SecretKey secret = new SecretKeySpec(new byte[32], "AES");
        private final SecureRandom random = new SecureRandom();

        @Override
        protected EncryptedToken encryptToken(TokenKey key, Token token) throws GeneralSecurityException, IOException {
            byte[] nonce = new byte[12];
            random.nextBytes(nonce);
            byte[] associated = key.getValue().getBytes(StandardCharsets.UTF_8);
            byte[] text = token.serialize().getBytes(StandardCharsets.UTF_8);
            return EncryptedToken.of(
                    "own",
                    null,
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(text));
        }

        @Override
        protected Token decryptToken(TokenKey key, EncryptedToken encrypted)
                throws GeneralSecurityException, IOException {
            byte[] associated = key.getValue().getBytes(StandardCharsets.UTF_8);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, encrypted.getNonce(), associated);
            return Token.deserialize(new String(cipher.doFinal(encrypted.getCiphertext()), StandardCharsets.UTF_8));
        }

        /** In the form in which stores keep it. */
        private EncryptedToken sealed(byte[] nonce, byte[] ciphertext) {
            Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
            return EncryptedToken.deserialize("{\"sealed\":1,\"key_id\":\"own\",\"expires\":253402300799,\"nonce\":\""
                    + text.encodeToString(nonce) + "\",\"ciphertext\":\"" + text.encodeToString(ciphertext) + "\"}");
        }

        private Cipher cipher(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(associated);
            return cipher;
        }
    }

    private final TokenKey key = TokenKey.of("https://h.example");
    private final Token token = Token.builder("secret-a").build();

    @TempDir
    private Path directory;

    private BlockingTokenStore fileWith(TokenCipher cipher) {
        return new BlockingTokenStore(new FileTokenStore(directory.resolve("tokens.json"), StoreNotices.LOG, cipher));
    }

    @Test
    void aFileIsEncryptedByACipherInJava() throws IOException {
        fileWith(new OwnCipher()).put(key, token);
        assertFalse(Files.readString(directory.resolve("tokens.json")).contains("secret-a"));
        assertEquals(token, fileWith(new OwnCipher()).get(key));
    }

    @Test
    void aTokenThatWasMovedToAnotherEntryIsUnreadable() {
        BlockingTokenCipher cipher = new BlockingTokenCipher(new OwnCipher());
        EncryptedToken encrypted = cipher.encrypt(key, token);
        assertThrows(
                UnreadableTokenException.class, () -> cipher.decrypt(TokenKey.of("https://other.example"), encrypted));
    }

    @Test
    void otherFailuresAreThoseOfTheStoreWithoutTheirMessages() {
        for (Exception failure : new Exception[] {
            new IOException("secret-b"), new GeneralSecurityException("secret-b"), new IllegalStateException("secret-b")
        }) {
            BlockingTokenCipher cipher = new BlockingTokenCipher(new OwnCipher() {
                @Override
                protected EncryptedToken encryptToken(TokenKey of, Token which)
                        throws GeneralSecurityException, IOException {
                    if (failure instanceof IOException e) throw e;
                    if (failure instanceof GeneralSecurityException e) throw e;
                    throw (RuntimeException) failure;
                }
            });
            StoreException thrown = assertThrows(StoreException.class, () -> cipher.encrypt(key, token));
            assertFalse(thrown.getMessage().contains("secret-b"));
            assertInstanceOf(failure.getClass(), thrown.getCause());
        }
    }

    @Test
    void aFailureThatTheLibraryKnowsIsThrownUnchanged() {
        StoreException locked = new StoreException("The safe is locked. Unlock it.");
        BlockingTokenCipher cipher = new BlockingTokenCipher(new OwnCipher() {
            @Override
            protected Token decryptToken(TokenKey of, EncryptedToken encrypted) {
                throw locked;
            }
        });
        EncryptedToken encrypted = cipher.encrypt(key, token);
        assertEquals(locked, assertThrows(StoreException.class, () -> cipher.decrypt(key, encrypted)));
    }
}
