package io.github.oidcauth.sample.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.Shutdown;
import io.github.oidcauth.ShutdownException;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.TokenManager;
import io.github.oidcauth.java.BlockingCodeFlow;
import io.github.oidcauth.java.BlockingDeviceFlow;
import io.github.oidcauth.java.BlockingTokenManager;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.SampleServer;
import io.github.oidcauth.sample.server.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JavaSamplesTest {
    private static SampleServer server;

    @BeforeAll
    static void start() {
        server = SampleServer.start(new Settings(
                0, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(1)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("an authority's file is read when a server is asked, and its error names it")
    void authority() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = TrustAPrivateAuthority.trusting(
                            "/nowhere/ca.pem", "https://127.0.0.1:" + listener.getLocalPort())
                    .newBuilder()
                    .store(new InMemoryTokenStore())
                    .interactive(true)
                    .build();
            var failure = assertThrows(InvalidConfigException.class, () -> OidcAuth.authenticate(config));
            assertTrue(failure.getMessage().startsWith("The CA file is /nowhere/ca.pem, which does not exist."));
        }
        assertEquals(
                "/nowhere/ca.pem",
                TrustAPrivateAuthority.clientTrusting("/nowhere/ca.pem").getCaFile());
    }

    @Test
    @DisplayName("encrypted tokens have a file of their own")
    void encrypted() throws Exception {
        assertEquals(
                "token-store.encrypted.json",
                EncryptAtRest.inKeyring().getPath().getFileName().toString());
    }

    @Test
    @DisplayName("where the Redis of a fleet is not there, and nothing in memory, that is an error")
    void fleet() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var store = ShareByAFleet.inRedis("redis://127.0.0.1:" + port + "?timeout=0.5")) {
            var config = config(false).store(store).interactive(false).build();
            assertThrows(StoreException.class, () -> OidcAuth.authenticate(config));
        }
    }

    @Test
    @DisplayName("two accounts have a token each, and another user is refused")
    void twoAccounts() throws Exception {
        var config = Config.builder(server.getIssuer())
                .clientId(SampleClients.CLI)
                .scope("openid", "profile")
                .store(new InMemoryTokenStore())
                .interaction(new VisitingInteraction(true))
                .interactive(true)
                .build();
        var ofAlice = TwoAccounts.tokenOf(config, "alice").orElseThrow();
        assertTrue(TwoAccounts.tokenOf(config, "bob").isEmpty());
        assertEquals(ofAlice, TwoAccounts.tokenOf(config, "alice").orElseThrow());
        assertEquals("alice", TwoAccounts.asAccount(config, "alice").getAccount());
    }

    private static Config.Builder config(boolean willing) throws Exception {
        return Config.builder(server.getUrl())
                .store(new InMemoryTokenStore())
                .interaction(new VisitingInteraction(willing))
                .interactive(true)
                .redirectPorts(0);
    }

    @Test
    @DisplayName("an API is called with a token, and the second call finds the token in the store")
    void callAnApi() throws Exception {
        Config config = config(true).build();
        assertTrue(CallAnApi.call(config).contains("alice"));
        int requests = server.getRequests().size();
        assertTrue(CallAnApi.call(config).contains("alice"));
        assertTrue(server.getRequests().stream()
                .skip(requests)
                .allMatch(r -> r.getPath().equals("/api/me") || r.getPath().startsWith("/oauth2/jwks")));
    }

    @Test
    @DisplayName("a login can be waited for elsewhere")
    void future() throws Exception {
        assertTrue(LogInWithoutWaiting.authorization(config(true).build()).get().startsWith("Bearer "));
    }

    @Test
    @DisplayName("a future fails with the reason")
    void failedFuture() throws Exception {
        var future = OidcAuth.authenticateAsync(config(true).interactive(false).build());
        var failure = assertThrows(ExecutionException.class, future::get);
        assertInstanceOf(InteractionRequiredException.class, failure.getCause());
        var derived = LogInWithoutWaiting.authorization(config(false).build());
        assertInstanceOf(
                AuthorizationDeniedException.class,
                assertThrows(CompletionException.class, derived::join).getCause());
    }

    @Test
    @DisplayName("a device login goes in steps")
    void deviceLogin() throws Exception {
        Config config = config(true).build();
        var token = DeviceLoginInSteps.login(config, code -> new VisitingInteraction(true).showDeviceCode(code));
        assertTrue(token.getExpiresAt().isAfter(Instant.now()));
        assertTrue(token.isUsable(Instant.now()));
        assertFalse(token.isUsable(Instant.now().plusSeconds(3600)));
        assertEquals(token, Token.deserialize(token.serialize()));
        assertEquals(token, BlockingDeviceFlow.of(config).token());
    }

    @Test
    @DisplayName("any issuer is logged in to, and the token is kept for the next time")
    void anyIssuer() throws Exception {
        Config config = AnyIssuer.loginAt(server.getIssuer(), SampleClients.CLI)
                .newBuilder()
                .store(new InMemoryTokenStore())
                .interaction(new VisitingInteraction(true))
                .interactive(true)
                .build();
        var token = OidcAuth.authenticate(config);
        assertEquals("alice", token.getIdTokenClaims().get("sub"));
        assertEquals(token, OidcAuth.authenticate(config));
    }

    @Test
    @DisplayName("logging out of everything revokes what can be revoked, and keeps the rest")
    void logOutOfEverything() throws Exception {
        var store = new InMemoryTokenStore();
        Config config = AnyIssuer.loginAt(server.getIssuer(), SampleClients.CLI)
                .newBuilder()
                .store(store)
                .interaction(new VisitingInteraction(true))
                .interactive(true)
                .build();
        var token = OidcAuth.authenticate(config);
        var elsewhere = TokenKey.forIssuer(server.getIssuer(), "somebody-else");
        new BlockingTokenStore(store).put(elsewhere, token);
        var manager =
                new BlockingTokenManager(TokenManager.builder().store(store).build());

        var left = LogOutOfEverything.logOutOfEverything(manager);

        assertEquals(1, left.size());
        assertTrue(left.get(0).startsWith(elsewhere + " could not be revoked: "));
        assertEquals(1, manager.list().size());
        assertEquals(elsewhere, manager.list().get(0).getKey());
    }

    @Test
    @DisplayName("a program hears of a token once, and not of one that was kept")
    void hearOfTokens() throws Exception {
        var heard = new CopyOnWriteArrayList<String>();
        var config = HearOfTokens.listening(config(true).build(), heard::add);
        var token = OidcAuth.authenticate(config);
        OidcAuth.authenticate(config);
        assertEquals(List.of("a token until " + token.getExpiresAt()), heard);
    }

    @Test
    @DisplayName("a program that ends waits for its refreshes, closes its store, and begins nothing any more")
    void endTheProcess() throws Exception {
        EndTheProcess.waitForRefreshesOnExit();
        var config = config(true).build();
        var closed = new CopyOnWriteArrayList<String>();
        try {
            EndTheProcess.endProgram(() -> closed.add("closed"));
            assertEquals(List.of("closed"), closed);
            assertThrows(ShutdownException.class, () -> OidcAuth.authenticate(config));
        } finally {
            Shutdown.reopen();
        }
        assertFalse(OidcAuth.authenticate(config).getAccessToken().isEmpty());
    }

    @Test
    @DisplayName("polling once returns null while the user has not finished")
    void pollOnce() throws Exception {
        var flow = BlockingDeviceFlow.of(config(true).build());
        assertNull(flow.pollOnce(flow.getDeviceCode()));
    }

    @Test
    @DisplayName("failures are told apart")
    void failures() throws Exception {
        assertEquals(
                "you said no", TellFailuresApart.loginOrReason(config(false).build()));
        assertTrue(
                TellFailuresApart.loginOrReason(config(true).interactive(false).build())
                        .contains("oidc-auth login "));
        Config nobody = Config.builder("http://localhost:1")
                .store(new InMemoryTokenStore())
                .interactive(true)
                .build();
        assertEquals("no network: CONNECTION_REFUSED", TellFailuresApart.loginOrReason(nobody));
    }

    @Test
    @DisplayName("a browser login, its refresh and its store are there for Java too")
    void browserLogin() throws Exception {
        var store = new BlockingTokenStore(new InMemoryTokenStore());
        Config config = config(true).store(store.getStore()).build();
        var flow = BlockingCodeFlow.of(config);
        var token = flow.authenticate(true);
        assertEquals(token, store.get(config.getKey()));
        var refreshed = flow.refresh();
        assertFalse(refreshed.getAccessToken().equals(token.getAccessToken()));
        assertTrue(store.remove(TokenKey.forHost(server.getUrl())));
        assertNull(flow.token());
    }

    @Test
    @DisplayName("an interrupted thread ends its login with a cancellation")
    void interrupt() throws Exception {
        var shown = new CountDownLatch(1);
        var patient = new io.github.oidcauth.UserInteraction() {
            @Override
            public void showDeviceCode(io.github.oidcauth.DeviceCode code) {
                shown.countDown();
            }

            @Override
            public void showBrowserLogin(io.github.oidcauth.BrowserLogin login) {
                shown.countDown();
            }
        };
        Config config = config(true).interaction(patient).build();
        var login =
                new FutureTask<>(() -> assertThrows(CancellationException.class, () -> OidcAuth.authenticate(config)));
        var thread = new Thread(login, "login");
        thread.start();
        shown.await();
        thread.interrupt();
        login.get();
    }

    @Test
    @DisplayName("a host that cannot be is refused when the configuration is built")
    void badHost() {
        assertThrows(
                InvalidHostException.class,
                () -> Config.builder("http://myapp.example.com").build());
    }
}
