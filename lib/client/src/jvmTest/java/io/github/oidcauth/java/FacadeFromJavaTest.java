// Tests OidcAuth and TokenForJava.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Config;
import io.github.oidcauth.HttpException;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.InvalidGrantException;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.SilentInteraction;
import io.github.oidcauth.TimedOutException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.UnverifiedRefreshException;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.ServerMetadata;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            Token.fromMap(Map.of());
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidResponseException.class, e);
        }
        try {
            Token.deserialize("[]");
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
        } catch (AuthException e) {
            fail(e);
        }
    }

    @Test
    void timeoutsAreThoseOfJava() {
        Config config = silent("https://h.example")
                .requestTimeout(Duration.ofMillis(1500))
                .build();
        assertNull(config.getTimeout());
        assertEquals(Duration.ofMillis(1500), config.getRequestTimeout());
        assertEquals(
                Duration.ofMinutes(2),
                config.newBuilder().timeout(Duration.ofMinutes(2)).build().getTimeout());
    }

    @Test
    void expiriesAreThoseOfJava() {
        Instant end = Instant.parse("2030-01-02T03:04:05Z");
        Token token = Token.builder("access")
                .expiresAt(end.plusMillis(678))
                .refreshToken("refresh")
                .refreshExpiresAt(end.plusSeconds(60))
                .build();
        assertEquals(end, token.getExpiresAt());
        assertEquals(end.plusSeconds(60), token.getRefreshExpiresAt());
        assertTrue(token.isUsable(end.minusSeconds(61)));
        assertFalse(token.isUsable(end.minusSeconds(60)));
        Token open = token.newBuilder().expiresAt(null).refreshExpiresAt(null).build();
        assertNull(open.getExpiresAt());
        assertNull(open.getRefreshExpiresAt());
        assertNull(open.getStaleAt());
        assertEquals(end.plusSeconds(30), token.getStaleAt());
        assertTrue(token.isUsable(end.minusSeconds(11), Duration.ofSeconds(10)));
        assertFalse(token.isUsable(end.minusSeconds(10), Duration.ofSeconds(10)));
    }

    @Test
    void furtherMembersOfATokenAreValuesOfJava() {
        Map<String, Object> members = Map.of("roles", List.of("admin", 7L), "nested", Map.of("on", true));
        Token token = Token.builder("access").extra(members).build();
        assertEquals(members, token.getExtra());
        assertEquals(members.get("roles"), token.toMap().get("roles"));
        assertEquals(token, Token.fromMap(token.toMap()));
        assertThrows(
                IllegalArgumentException.class, () -> Token.builder("access").extra(Map.of("at", Instant.EPOCH)));
    }

    @Test
    void theExpiryOfADeviceCodeIsThatOfJava() {
        Instant end = Instant.parse("2030-01-02T03:04:05Z");
        var code = SampleDeviceCode.endingAt(end.getEpochSecond());
        assertEquals(end, code.getExpiresAt());
        assertEquals(Duration.ofSeconds(60), code.expiresIn(end.minusSeconds(60)));
        assertFalse(code.isExpired(Duration.ofSeconds(59), end.minusSeconds(60)));
        assertTrue(code.isExpired(Duration.ofSeconds(60), end.minusSeconds(60)));
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

    @Test
    void lifetimesCountDown() {
        var token = Token.builder("at").expiresIn(Duration.ofMinutes(10)).build();
        Instant end = token.getExpiresAt();

        assertEquals(Duration.ofSeconds(1), token.expiresIn(end.minusSeconds(1)));
        assertEquals(Duration.ZERO, token.expiresIn(end.plusSeconds(1)));
        assertTrue(token.getExpiresIn().compareTo(Duration.ofMinutes(10)) <= 0);
        assertFalse(token.isExpired());
        assertTrue(token.isExpired(Duration.ofMinutes(11)));
        assertFalse(token.isExpired(Duration.ofMinutes(1), end.minusSeconds(61)));
        assertTrue(token.isExpired(Duration.ofMinutes(1), end.minusSeconds(60)));
        assertNull(Token.builder("at").build().getExpiresIn());
    }

    @Test
    void exceptionsCanBeMadeForTests() {
        assertEquals("invalid_grant", new InvalidGrantException().getError());
        assertEquals("Used before.", new InvalidGrantException("Used before.", 400).getErrorDescription());
        assertEquals("Too late.", new TimedOutException("Too late.").getMessage());
        assertEquals("rt", new UnverifiedRefreshException("rt", new HttpException("Oops.", 500)).getRefreshToken());
    }

    @Test
    void aClientOfACodeWaitsForItsPoll() {
        var metadata = ServerMetadata.builder()
                .tokenEndpoint("https://as.example/token")
                .build();
        var heard = new ArrayList<String>();
        var config = ClientConfig.builder("my-client")
                .tokenParameter("tenant", "t1")
                .listener((key, token) -> heard.add(token.getAccessToken()))
                .build();
        var once = RequestOptions.builder()
                .clientSecret("once")
                .listener((key, token) -> {})
                .build();
        var client = BlockingOAuth2Client.of(metadata, config);

        config.getListener()
                .tokensObtained(TokenKey.of("k"), Token.builder("at").build());
        assertEquals(List.of("at"), heard);
        for (var job : List.of(
                client.devicePollingJob("code", Duration.ofMinutes(1), once),
                client.backchannelPollingJob("id", Duration.ofMinutes(1)))) {
            assertTrue(job.nextAttemptIn().compareTo(Duration.ofSeconds(50)) > 0);
            assertThrows(IllegalStateException.class, job::attempt);
        }
    }
}
