package io.github.oidcauth.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.HttpException;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InvalidGrantException;
import io.github.oidcauth.InvalidTargetException;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.java.BlockingDeviceFlow;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.java.JavaTokenStore;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.TokenExchangeGrant;
import io.github.oidcauth.openid.ExpectedSubject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Everything of this module, as a test in Java uses it. */
class TestingFromJavaTest {
    private static final TokenKey KEY = TokenKey.of("https://a.example.com");

    private static final class MapStore extends JavaTokenStore {
        private final Map<TokenKey, Token> tokens = new ConcurrentHashMap<>();

        MapStore(Clock clock) {
            super(clock);
        }

        @Override
        protected Token load(TokenKey key) {
            return tokens.get(key);
        }

        @Override
        protected void save(TokenKey key, Token token) {
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

    @TestFactory
    Stream<DynamicTest> aStoreDoesWhatEveryStoreDoes() {
        return new TokenStoreContract<>(MapStore::new)
                .getChecks().stream().map(check -> DynamicTest.dynamicTest(check.getName(), check::verify));
    }

    @Test
    void aStoreThatIsSharedHasMoreToDo() throws Exception {
        var alone = new TokenStoreContract<>(clock -> new StrictTokenStore(clock));
        var shared = alone.sharedBy((store, clock) -> store.sibling()).withTimeout(Duration.ofSeconds(20));
        var names = alone.getChecks().stream().map(TokenStoreCheck::getName).toList();
        var more = shared.getChecks().stream()
                .filter(check -> !names.contains(check.getName()))
                .toList();
        assertFalse(more.isEmpty());
        for (TokenStoreCheck check : more) {
            check.verify();
        }
    }

    @Test
    void aStoreThatDoesNotIsFoundOut() {
        // It goes by its own clock, and not by the one of the test.
        var contract = new TokenStoreContract<>(clock -> new InMemoryTokenStore());
        var check = contract.getChecks().stream()
                .filter(it -> it.getName().equals("a token is kept until 30 seconds before its end"))
                .findAny()
                .orElseThrow();
        assertThrows(AssertionError.class, check::verify);
    }

    @Test
    void aClockIsPutForward() {
        var clock = new SettableClock();
        clock.advance(Duration.ofSeconds(70));
        assertEquals(Instant.parse("2026-06-01T12:01:10Z"), clock.getTime());
        clock.setTime(Instant.ofEpochSecond(1_717_027_200));
        assertEquals(1_717_027_200, clock.toJavaClock().instant().getEpochSecond());
        assertEquals(Instant.EPOCH, new SettableClock(Instant.EPOCH).getTime());
    }

    @Test
    void aStrictStoreHasMisfortunes() throws Exception {
        try (var store = new StrictTokenStore()) {
            var blocking = new BlockingTokenStore(store);
            var token = Token.builder("access").build();
            store.seed(KEY, token);
            assertEquals(token, blocking.get(KEY));
            store.failNextPut();
            store.failNext(StoreOperation.Kind.GET, new StoreException("no"));
            assertThrows(StoreException.class, () -> blocking.put(KEY, token));
            assertThrows(StoreException.class, () -> blocking.get(KEY));
            store.setReadOnly(true);
            assertThrows(StoreException.class, () -> blocking.remove(KEY));
            store.setReadOnly(false);
            store.setFull(true);
            assertThrows(StoreException.class, () -> blocking.put(KEY, token));
            assertTrue(blocking.remove(KEY));
            assertNull(store.peek(KEY));
            assertEquals(StoreOperation.Kind.GET, store.getOperations().get(0).getKind());
            store.assertNoLocksHeld();
        }
    }

    @Test
    void aStrictStoreTellsOfMisuse() {
        var store = new StrictTokenStore();
        try (AutoCloseable foreign = store.lockAsAnotherProcess(KEY)) {
            assertNotNull(foreign);
            var blocking = new BlockingTokenStore(store);
            assertThrows(
                    StoreMisuseError.class,
                    () -> blocking.put(KEY, Token.builder("access").build()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertEquals(1, store.getMisuses().size());
        assertThrows(StoreMisuseError.class, store::close);
    }

    @Test
    void aUserLogsInAndTheProgramRefreshes() throws Exception {
        try (var server = ScriptedLoginServer.start();
                var store = new StrictTokenStore()) {
            server.getSettings()
                    .accessTokenLifetime(Duration.ofMinutes(10))
                    .refreshTokenLifetime(null)
                    .deviceCodeLifetime(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .setSubject("bob");
            var config = server.issuerConfigBuilder().store(store).build();
            Token token = OidcAuth.authenticate(config);
            assertTrue(server.accepts(token));
            assertEquals(1, server.getUser().getShownCodes().size());
            assertEquals(1, server.count(ServerEndpoint.DEVICE_AUTHORIZATION));

            Token fresh = BlockingDeviceFlow.of(config).refresh();
            assertEquals(fresh, store.peek(config.getKey()));
            assertEquals(0, server.getRefreshTokenReuses());
            var last = server.requests(ServerEndpoint.TOKEN).get(1);
            assertEquals("refresh_token", last.get("grant_type"));
            assertEquals(Set.of(), last.getUnknownNames());

            server.revokeSessions();
            assertFalse(server.accepts(fresh));
            assertThrows(
                    InvalidGrantException.class,
                    () -> BlockingDeviceFlow.of(config).refresh());
        }
    }

    @Test
    void aServerDoesWhatTheTestSays() throws Exception {
        try (var server = ScriptedLoginServer.inMemory()) {
            var config = server.applicationConfigBuilder().build();
            server.onNext(
                    ServerEndpoint.DEVICE_AUTHORIZATION,
                    ScriptedReply.unavailable(7L),
                    ScriptedReply.error("invalid_scope"));
            server.onNext(ServerEndpoint.TOKEN, ScriptedReply.slowDown());
            server.getUser().denies();
            server.getSettings().setHasDeviceGrant(false);
            assertThrows(AuthorizationDeniedException.class, () -> OidcAuth.authenticate(config));
            server.registerClient("native");
            server.registerClient("web", "secret", List.of("https://web.example/cb"));
            server.stop();
            server.restart();
            assertEquals(0, server.getActiveSessions());
        }
    }

    @Test
    void aServiceActsForItselfAndForItsUser() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            server.registerClient("orders", "secret");
            server.getSettings().setUserClaims(Map.of("email", "alice@example.com", "groups", List.of("staff")));
            var orders = BlockingOAuth2Client.discover(
                    server.getUrl(),
                    ClientConfig.builder("orders").clientSecret("secret").build());

            Token own = orders.token(new ClientCredentialsGrant());
            assertEquals("orders", orders.introspect(own.getAccessToken()).getSubject());

            Token user = server.issueToken(
                    server.issuerConfigBuilder().scope("openid").build());
            var options = RequestOptions.builder().audience("inventory").build();
            Token exchanged = orders.token(new TokenExchangeGrant(user, options));
            assertTrue(server.accepts(exchanged));
            assertEquals(
                    List.of("inventory"),
                    orders.introspect(exchanged.getAccessToken()).getAudience());
            assertEquals(
                    "alice@example.com",
                    orders.userInfo(exchanged, ExpectedSubject.of("alice")).getEmail());
            assertEquals(2, server.count(ServerEndpoint.TOKEN));
            assertEquals(2, server.count(ServerEndpoint.INTROSPECTION));

            server.onNext(ServerEndpoint.INTROSPECTION, ScriptedReply.json(Map.of("active", true, "sub", "bob")));
            assertEquals("bob", orders.introspect("anything").getSubject());
            assertEquals(
                    "anything",
                    server.requests(ServerEndpoint.INTROSPECTION).get(2).get("token"));
            server.onNext(ServerEndpoint.TOKEN, ScriptedReply.json(Map.of("error", "invalid_target"), 400));
            assertThrows(InvalidTargetException.class, () -> orders.token(new TokenExchangeGrant(user)));
        }
    }

    @Test
    void anErrorIsScripted() throws Exception {
        try (var server = ScriptedLoginServer.inMemory();
                var store = new StrictTokenStore()) {
            var config = server.issuerConfigBuilder().store(store).build();
            store.seed(config.getKey(), server.issueExpiredToken(config));
            var replies =
                    List.of(ScriptedReply.status(418), ScriptedReply.unavailable(), ScriptedReply.unavailable(1L));
            server.onNext(ServerEndpoint.TOKEN, replies.toArray(ScriptedReply[]::new));
            for (int status : new int[] {418, 503, 503}) {
                var flow = BlockingDeviceFlow.of(config);
                var failure = assertThrows(HttpException.class, flow::refresh);
                assertEquals(status, failure.getStatusCode());
            }
            assertInstanceOf(Token.class, BlockingDeviceFlow.of(config).refresh());
        }
    }

    @Test
    void timesOfAServerAndAStoreAreThoseOfJava() throws Exception {
        var clock = new SettableClock();
        try (var server = ScriptedLoginServer.inMemory(clock.toJavaClock());
                var store = new StrictTokenStore(clock.toJavaClock())) {
            assertEquals(Duration.ofMinutes(5), server.getSettings().getAccessTokenLifetime());
            assertEquals(Duration.ofDays(1), server.getSettings().getRefreshTokenLifetime());
            assertEquals(Duration.ofMinutes(10), server.getSettings().getDeviceCodeLifetime());
            assertEquals(Duration.ofSeconds(1), server.getSettings().getPollInterval());
            server.getSettings().refreshTokenLifetime(null).pollInterval(Duration.ofSeconds(2));
            assertNull(server.getSettings().getRefreshTokenLifetime());
            assertEquals(Duration.ofSeconds(2), server.getSettings().getPollInterval());
            var config = server.issuerConfigBuilder().store(store).build();
            assertEquals(
                    clock.getTime().plusSeconds(300), server.issueToken(config).getExpiresAt());
            store.seed(
                    KEY,
                    Token.builder("access")
                            .expiresAt(clock.getTime().plusSeconds(31))
                            .build());
            var blocking = new BlockingTokenStore(store);
            assertNotNull(blocking.get(KEY));
            clock.advance(Duration.ofSeconds(1));
            assertNull(blocking.get(KEY));
        }
    }

    @Test
    void theHolderOfALockWritesUnderIt() {
        try (var store = new StrictTokenStore()) {
            store.setRequiresLockToReplace(true);
            var blocking = new BlockingTokenStore(store);
            var first = Token.builder("first").build();
            var second = Token.builder("second").build();
            var third = Token.builder("third").build();
            blocking.put(KEY, first);
            blocking.withLock(KEY, () -> {
                // Another object for the same store is the holder too.
                new BlockingTokenStore(store).put(KEY, second);
                return null;
            });
            blocking.async()
                    .withLock(KEY, held -> held.put(KEY, third).thenCompose(it -> held.get(KEY)))
                    .thenAccept(it -> assertEquals(third, it))
                    .join();
            assertEquals(List.of(), store.getMisuses());
        }
    }
}
