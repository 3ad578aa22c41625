package com.example.crowd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.testing.ScriptedLoginServer;
import io.github.oidcauth.testing.ServerEndpoint;
import io.github.oidcauth.testing.StrictTokenStore;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    private static final int CALLERS = 1_000;

    @Test
    void thousandCallersAtOneExpiryEndWithOneRefreshAndPinNoThread() throws Exception {
        withoutPinning(VirtualThreadsTest::callAtOneExpiry);
    }

    @Test
    void thousandCallersOfTheClientGetATokenEachAndPinNoThread() throws Exception {
        withoutPinning(VirtualThreadsTest::callTheClient);
    }

    private static void callAtOneExpiry() throws Exception {
        try (var server = ScriptedLoginServer.start();
                var store = new StrictTokenStore()) {
            var config = server.issuerConfigBuilder().store(store).build();
            store.seed(config.getKey(), server.issueExpiredToken(config));
            var tokens = together(() -> OidcAuth.authenticate(config));
            assertEquals(1, new HashSet<>(tokens).size());
            assertEquals(1, server.count(ServerEndpoint.TOKEN));
            assertEquals(0, server.getRefreshTokenReuses());
            assertEquals(0, server.getUser().getShownCodes().size());
        }
    }

    private static void callTheClient() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            server.registerClient("service", "secret");
            var config = ClientConfig.builder("service").clientSecret("secret").build();
            var client = BlockingOAuth2Client.discover(server.getUrl(), config);
            var tokens = together(() -> client.token(new ClientCredentialsGrant()));
            assertEquals(
                    CALLERS, tokens.stream().map(Token::getAccessToken).distinct().count());
        }
    }

    private interface Scenario {
        void play() throws Exception;
    }

    /**
     * None of the virtual threads may keep its carrier while it waits, but for classes that are loaded, which the first round
     * does.
     */
    private static void withoutPinning(Scenario scenario) throws Exception {
        scenario.play();
        var file = Files.createTempFile("pinned", ".jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            scenario.play();
            recording.stop();
            recording.dump(file);
            var pinned = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> !String.valueOf(event.getStackTrace()).contains("jdk.internal.loader"))
                    .toList();
            assertTrue(pinned.isEmpty(), () -> "Threads were pinned: " + pinned);
        } finally {
            Files.delete(file);
        }
    }

    private static List<Token> together(Callable<Token> call) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Token>>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            var tokens = new ArrayList<Token>();
            for (var each : calls) tokens.add(each.get());
            return tokens;
        }
    }
}
