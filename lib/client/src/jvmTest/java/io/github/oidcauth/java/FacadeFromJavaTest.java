// Tests OidcAuth.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.SilentInteraction;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import kotlinx.serialization.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Each `catch (AuthException e)` compiles only where the function declares the exception. */
class FacadeFromJavaTest {
    private static Config.Builder silent(String host) {
        return Config.builder(host).store(new InMemoryTokenStore()).interaction(SilentInteraction.INSTANCE);
    }

    @Test
    void wrongHostsCanBeCaught() {
        try {
            TokenKey.forHost("https://127.1");
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidHostException.class, e);
        }
        try {
            BlockingDeviceFlow.of("ftp://h.example");
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidHostException.class, e);
        }
        try {
            BlockingCodeFlow.of("ftp://h.example");
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidHostException.class, e);
        }
    }

    @Test
    void wrongTokensCanBeCaught() {
        try {
            Token.fromJson(new JsonObject(Map.of()));
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidResponseException.class, e);
        }
        try {
            Tokens.fromJson("[]");
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidResponseException.class, e);
        }
    }

    @Test
    void wrongSettingsCanBeCaught() {
        try {
            silent("https://h.example").timeout(Duration.ZERO).build();
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidConfigException.class, e);
        }
    }

    @Test
    void flowsOfOneConfigurationCanBeMade() {
        try {
            Config config = silent("https://h.example").build();
            assertNull(BlockingDeviceFlow.of(config).token());
            assertNull(BlockingCodeFlow.of(config).token());
        } catch (AuthException | InterruptedException e) {
            fail(e);
        }
    }

    @Test
    void timeoutsAreThoseOfJava() throws AuthException {
        Config config = silent("https://h.example")
                .requestTimeout(Duration.ofMillis(1500))
                .build();
        assertNull(Configs.timeout(config));
        assertEquals(Duration.ofMillis(1500), Configs.requestTimeout(config));
        assertEquals(
                Duration.ofMinutes(2),
                Configs.timeout(
                        config.newBuilder().timeout(Duration.ofMinutes(2)).build()));
    }

    @Test
    void expiriesAreThoseOfJava() {
        Instant end = Instant.parse("2030-01-02T03:04:05.678Z");
        Token token = Tokens.refreshExpiresAt(Tokens.expiresAt(new Token.Builder("access"), end), end.plusSeconds(60))
                .build();
        assertEquals(end, Tokens.expiresAt(token));
        assertEquals(end.plusSeconds(60), Tokens.refreshExpiresAt(token));
        assertTrue(Tokens.isUsable(token, end.minusSeconds(61)));
        assertFalse(Tokens.isUsable(token, end.minusSeconds(60)));
        Token open = Tokens.refreshExpiresAt(Tokens.expiresAt(token.newBuilder(), null), null)
                .build();
        assertNull(Tokens.expiresAt(open));
        assertNull(Tokens.refreshExpiresAt(open));
    }

    @Test
    void theExpiryOfADeviceCodeIsThatOfJava() {
        Instant end = Instant.parse("2030-01-02T03:04:05Z");
        assertEquals(end, DeviceCodes.expiresAt(SampleDeviceCode.endingAt(end.getEpochSecond())));
    }

    @Test
    void aDeviceCodeFromElsewhereIsPolledWithDurationsOfJava() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        BlockingDeviceFlow flow =
                BlockingDeviceFlow.of(silent("http://127.0.0.1:" + port).build());
        try {
            flow.poll("device-code", Duration.ofMillis(10), Duration.ofMillis(50));
            fail();
        } catch (AuthException e) {
            assertFalse(e.getMessage().contains("device-code"));
        }
    }
}
