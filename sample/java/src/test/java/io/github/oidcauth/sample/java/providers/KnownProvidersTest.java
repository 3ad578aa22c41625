package io.github.oidcauth.sample.java.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.providers.Slack;
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
    @DisplayName("a provider without device logins says so before anything is sent")
    void deviceLogin() {
        InvalidConfigException failure = assertThrows(
                InvalidConfigException.class,
                () -> KnownProviders.deviceLoginAt(Slack.bot(), "s3cret", (page, code) -> {}));
        assertTrue(failure.getMessage().contains("device_authorization_endpoint"), failure.getMessage());
    }
}
