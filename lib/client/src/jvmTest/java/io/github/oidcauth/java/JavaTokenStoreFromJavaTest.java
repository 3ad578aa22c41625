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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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

    /** A store whose database compares and changes in one step. */
    private static class AtomicStore extends MapStore {
        int steps;

        @Override
        protected boolean saveIf(TokenKey key, Token seen, Token token) {
            steps++;
            return tokens.replace(key, seen, token);
        }

        @Override
        protected boolean deleteIf(TokenKey key, Token seen) {
            steps++;
            return seen != null && tokens.remove(key, seen);
        }

        @Override
        protected void deleteUnreadable() {
            steps++;
        }

        @Override
        protected List<StoredToken> listEntries() {
            steps++;
            return tokens.entrySet().stream()
                    .map(it -> new StoredToken(it.getKey(), it.getValue()))
                    .toList();
        }
    }

    @Test
    void aStoreInJavaComparesAndChangesInOneStep() {
        AtomicStore inJava = new AtomicStore();
        BlockingTokenStore store = new BlockingTokenStore(inJava);
        TokenKey key = TokenKey.of("https://h.example");
        Token first = Token.builder("first").build();
        Token second = Token.builder("second").build();
        store.put(key, first);
        assertTrue(store.replace(key, first, second));
        assertFalse(store.replace(key, first, second));
        assertEquals(key, store.entries().get(0).getKey());
        assertFalse(store.remove(key, first));
        store.removeUnreadable();
        assertTrue(store.remove(key, second));
        assertEquals(6, inJava.steps);
    }

    @Test
    void otherwiseItDoesSoInTwoSteps() {
        BlockingTokenStore store = new BlockingTokenStore(new MapStore());
        TokenKey key = TokenKey.of("https://h.example");
        Token first = Token.builder("first").build();
        Token second = Token.builder("second").build();
        store.put(key, first);
        assertFalse(store.replace(key, second, first));
        assertTrue(store.replace(key, first, second));
        store.removeUnreadable();
        assertEquals(second, store.get(key));
        assertFalse(store.remove(key, first));
        assertTrue(store.remove(key, second));
        assertEquals(Set.of(), store.keys());
    }

    @Test
    void theClockOfAStoreIsThatOfJava() {
        Instant end = Instant.parse("2030-01-02T03:04:05Z");
        TokenKey key = TokenKey.of("https://h.example");
        Token token = Token.builder("access").expiresAt(end).build();
        for (int early : List.of(30, 31)) {
            BlockingTokenStore store =
                    new BlockingTokenStore(new ClockStore(Clock.fixed(end.minusSeconds(early), ZoneOffset.UTC)));
            store.put(key, token);
            assertEquals(early == 31 ? token : null, store.get(key));
        }
    }

    private static class ClockStore extends JavaTokenStore {
        private final MapStore store = new MapStore();

        ClockStore(Clock clock) {
            super(clock);
        }

        @Override
        protected Token load(TokenKey key) {
            return store.load(key);
        }

        @Override
        protected void save(TokenKey key, Token token) throws IOException {
            store.save(key, token);
        }

        @Override
        protected boolean delete(TokenKey key) {
            return store.delete(key);
        }

        @Override
        protected Set<TokenKey> list() {
            return store.list();
        }

        @Override
        protected void deleteAll() {
            store.deleteAll();
        }
    }
}
