package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.PromptHolder;
import io.github.oidcauth.StoredToken;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.DPoPKey;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwkSet;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.RequestObjectSettings;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.oauth2.TokenResponseSettings;
import io.github.oidcauth.openid.ClientMetadata;
import io.github.oidcauth.openid.IdTokenSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Times, durations and JSON of the public types, as Java sees them. */
class TypesFromJavaTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_800_000_000);
    private static final TokenKey KEY = TokenKey.of("https://a.example.com");

    @Test
    void settingsAreDurations() {
        var client = ClientConfig.builder("c")
                .leeway(Duration.ofSeconds(5))
                .requestTimeout(Duration.ofMillis(1500))
                .tokenResponse(TokenResponseSettings.builder()
                        .defaultLifetime(Duration.ofHours(2))
                        .build())
                .idToken(IdTokenSettings.builder()
                        .maxIssuedAge(Duration.ofHours(1))
                        .build())
                .build();

        assertEquals(Duration.ofSeconds(5), client.getLeeway());
        assertEquals(Duration.ofMillis(1500), client.getRequestTimeout());
        assertEquals(Duration.ofHours(2), client.getTokenResponse().getDefaultLifetime());
        assertEquals(Duration.ofHours(1), client.getIdToken().getMaxIssuedAge());
        assertNull(TokenResponseSettings.DEFAULT.getDefaultLifetime());
    }

    @Test
    void aRequestObjectLivesAsLongAsASettingSays() {
        var key = Jwk.generate(JwsAlgorithm.ES256);
        var settings = RequestObjectSettings.builder(key)
                .lifetime(Duration.ofMinutes(1))
                .build();

        assertEquals(Duration.ofMinutes(1), settings.getLifetime());
        assertThrows(
                IllegalArgumentException.class,
                () -> RequestObjectSettings.builder(key).lifetime(Duration.ofMillis(999)));
    }

    @Test
    void aLoginHasItsTimes() {
        var config = Config.builder("https://a.example")
                .minTtl(Duration.ofMinutes(3))
                .build();

        assertEquals(Duration.ofMinutes(3), config.getMinTtl());
        assertNull(config.getTimeout());
        assertEquals(Duration.ofSeconds(30), config.getRequestTimeout());
    }

    @Test
    void aStoreGoesByAClockOfJava() {
        var token = Token.builder("at").expiresAt(TIME.plusSeconds(60)).build();
        var before = new BlockingTokenStore(InMemoryTokenStore.withClock(Clock.fixed(TIME, ZoneOffset.UTC)));
        var after =
                new BlockingTokenStore(InMemoryTokenStore.withClock(Clock.fixed(TIME.plusSeconds(60), ZoneOffset.UTC)));
        before.put(KEY, token);
        after.put(KEY, token);

        assertEquals(token, before.get(KEY));
        assertNull(after.get(KEY));
        assertEquals(TIME, before.entries().get(0).getStoredAt());
    }

    @Test
    void whatStoresTellHasTimesOfJava() {
        var token = Token.builder("at").expiresAt(TIME).build();

        assertEquals(TIME, StoredToken.of(KEY, token, TIME).getStoredAt());
        assertNull(new StoredToken(KEY, token).getStoredAt());
        assertEquals(TIME, PromptHolder.of(7L, "node3", TIME).getSince());
        assertNull(new PromptHolder(7L).getSince());
    }

    @Test
    void metadataAreMaps() {
        var metadata = ServerMetadata.builder()
                .issuer("https://a.example")
                .member("display", Map.of("order", List.of(1, true, "x")))
                .build();

        assertEquals(Map.of("order", List.of(1L, true, "x")), metadata.getMember("display"));
        assertNull(metadata.getMember("none"));
        assertEquals(metadata, ServerMetadata.fromMap(metadata.toMap()));
        assertEquals(metadata, ServerMetadata.parse(metadata.serialize()));
        assertThrows(
                IllegalArgumentException.class, () -> ServerMetadata.builder().member("x", new Object()));
    }

    @Test
    void aRegistrationIsAMap() {
        var asked = ClientMetadata.builder()
                .clientName("My tool")
                .member("default_max_age", 600)
                .build();

        assertEquals(Map.of("client_name", "My tool", "default_max_age", 600L), asked.toMap());
        assertEquals(asked, ClientMetadata.fromMap(asked.toMap()));
        assertTrue(asked.serialize().contains("\"default_max_age\":600"), asked.serialize());
    }

    @Test
    void keysAreMaps() {
        var key = Jwk.generate(JwsAlgorithm.ES256, "one");
        var set = new JwkSet(List.of(key));
        var proof = DPoPKey.generate();

        assertEquals("one", key.toMap().get("kid"));
        assertEquals(key, Jwk.fromMap(key.toMap()));
        assertEquals(set, JwkSet.fromMap(set.toMap()));
        assertEquals(set, JwkSet.parse(set.serialize()));
        assertEquals(proof, DPoPKey.fromMap(proof.toMap()));
    }

    @Test
    void authorizationDetailsAreMaps() {
        List<Map<String, Object>> details = List.of(Map.of("type", "payment", "amount", 12));
        var options = RequestOptions.builder().authorizationDetails(details).build();

        assertEquals(List.of(Map.of("type", "payment", "amount", 12L)), options.getAuthorizationDetails());
        assertNull(RequestOptions.NONE.getAuthorizationDetails());
    }

    @Test
    void noListOrMapOfAValueCanBeChanged() {
        var options = RequestOptions.builder()
                .resource("https://a")
                .resource("https://b")
                .audience("a")
                .audience("b")
                .build();
        var config = Config.builder("https://a.example")
                .authorizationParameters(Map.of("a", "1", "b", "2"))
                .build();
        var keys = new JwkSet(List.of(Jwk.generate(JwsAlgorithm.ES256), Jwk.generate(JwsAlgorithm.ES256)));
        var stored = new StoredToken(
                TokenKey.forIssuer("https://a.example", "c", List.of(), List.of("a", "b"), List.of("r", "s")),
                Token.builder("t").build());

        for (List<?> list : List.of(
                options.getResources(),
                options.getAudiences(),
                config.getRedirectPorts(),
                Config.DEFAULT_REDIRECT_PORTS,
                keys.getKeys(),
                JwsAlgorithm.EdDSA.getIdentifiers(),
                stored.getAudiences(),
                stored.getResources())) {
            assertTrue(list.size() > 1);
            assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
        }
        assertThrows(
                UnsupportedOperationException.class,
                () -> config.getAuthorizationParameters().put("c", "3"));
    }

    @Test
    void theKeysOfAStoreAreACopy() {
        var store = new BlockingTokenStore(new InMemoryTokenStore());
        store.put(KEY, Token.builder("a").build());
        store.put(TokenKey.of("https://b.example.com"), Token.builder("b").build());

        store.keys().clear();
        assertEquals("a", store.get(KEY).getAccessToken());
    }
}
