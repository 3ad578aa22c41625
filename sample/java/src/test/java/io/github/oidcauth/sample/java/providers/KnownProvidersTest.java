package io.github.oidcauth.sample.java.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.providers.Provider;
import io.github.oidcauth.providers.Slack;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KnownProvidersTest {
    @Test
    @DisplayName("every preset of the sample is another one")
    void presets() throws Exception {
        assertEquals(18, Set.copyOf(KnownProviders.all()).size());
    }

    @Test
    @DisplayName("a token that is stored for a provider is handed out, without a request")
    void loginConfig() throws Exception {
        for (Provider provider : KnownProviders.all()) {
            InMemoryTokenStore store = new InMemoryTokenStore();
            Token stored = Token.builder("stored").build();
            TokenKey key = TokenKey.forIssuer(provider.getIssuer(), "my-client", List.of("api"));
            new BlockingTokenStore(store).put(key, stored);

            Config config = KnownProviders.loginConfig(provider, "s3cret")
                    .newBuilder()
                    .store(store)
                    .build();
            assertEquals(stored, OidcAuth.authenticate(config));
        }
    }

    @Test
    @DisplayName("a preset of one's own is a value like any other")
    void ownProvider() {
        assertEquals(OwnProvider.acme("a"), OwnProvider.acme("a"));
        assertEquals("https://a.acme.example", OwnProvider.acme("a").getIssuer());
    }

    @Test
    @DisplayName("a provider without device logins says so before anything is sent")
    void deviceLogin() {
        InvalidConfigException failure = assertThrows(
                InvalidConfigException.class,
                () -> KnownProviders.deviceLoginAt(Slack.bot(), "s3cret", (page, code) -> {}));
        assertTrue(failure.getMessage().contains("device_authorization_endpoint"), failure.getMessage());
    }
}
