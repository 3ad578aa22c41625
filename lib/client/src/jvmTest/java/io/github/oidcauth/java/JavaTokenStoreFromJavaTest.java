package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Config;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.SilentInteraction;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.StoredToken;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class JavaTokenStoreFromJavaTest {
    /** All that a store in Java needs. */
    private static class MapStore extends JavaTokenStore {
        final Map<TokenKey, Token> tokens = new ConcurrentHashMap<>();

        @Override
        protected Token load(TokenKey key) {
            return tokens.get(key);
        }

        @Override
        protected void save(TokenKey key, Token token) throws IOException {
            tokens.put(key, token);
        }

        @Override
        protected boolean delete(TokenKey key) {
            return tokens.remove(key) != null;
        }

        @Override
        protected Set<TokenKey> list() {
            return tokens.keySet();
        }

        @Override
        protected void deleteAll() {
            tokens.clear();
        }
    }

    @Test
    void aStoreInJavaKeepsTheTokensOfAFlow() {
        MapStore store = new MapStore();
        Config config = Config.builder("https://h.example")
                .store(store)
                .interaction(SilentInteraction.INSTANCE)
                .build();
        assertNull(BlockingDeviceFlow.of(config).token());
        Token token = Token.builder("access").build();
        store.tokens.put(config.getKey(), token);
        assertEquals(token, BlockingDeviceFlow.of(config).token());
        assertEquals(token, OidcAuth.authenticate(config));
    }

    @Test
    void aStoreInJavaCanBeUsedFromJava() {
        BlockingTokenStore store = new BlockingTokenStore(new MapStore());
        TokenKey key = TokenKey.of("https://h.example");
        store.put(key, Token.builder("access").build());
        assertEquals(Set.of(key), store.keys());
        StoredToken stored = store.entries().get(0);
        assertEquals(key, stored.getKey());
        assertFalse(stored.getHasRefreshToken());
        assertNull(stored.getStoredAt());
        assertTrue(store.remove(key));
        assertNull(store.get(key));
    }

    @Test
    void whatIsKnownOfAStoredTokenIsReadWithTheTypesOfJava() {
        Instant end = Instant.parse("2030-01-02T03:04:05Z");
        Token token = Token.builder("access")
                .refreshToken("refresh")
                .expiresAt(end)
                .refreshExpiresAt(end.plusSeconds(60))
                .build();
        StoredToken stored = new StoredToken(TokenKey.of("https://h.example"), token);
        assertEquals(end, stored.getExpiresAt());
        assertEquals(end.plusSeconds(60), stored.getRefreshExpiresAt());
        assertNull(stored.getStoredAt());
    }

    @Test
    void keysOfIssuersAreMade() {
        assertEquals(
                TokenKey.forIssuer("https://idp.example", "app", List.of("openid", "email")),
                TokenKey.forIssuer("https://idp.example", "app", Set.of("email openid")));
        try {
            TokenKey.forIssuer("https://idp.example?", "app");
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidHostException.class, e);
        }
    }

    @Test
    void failuresOfAStoreInJavaCanBeCaught() {
        BlockingTokenStore store = new BlockingTokenStore(new MapStore() {
            @Override
            protected void save(TokenKey key, Token token) throws IOException {
                throw new IOException("no route to the database");
            }
        });
        try {
            store.put(TokenKey.of("https://h.example"), Token.builder("access").build());
            fail();
        } catch (AuthException e) {
            assertInstanceOf(StoreException.class, e);
            assertInstanceOf(IOException.class, e.getCause());
        }
    }
}
