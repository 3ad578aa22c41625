// Tests BlockingFlow.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.SilentInteraction;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockingFlowFromJavaTest {
    private static final String HOST = "https://flows.example";

    private static Config config(InMemoryTokenStore store) {
        return Config.builder(HOST)
                .store(store)
                .interaction(SilentInteraction.INSTANCE)
                .interactive(false)
                .build();
    }

    @Test
    void oneVariableHoldsEitherFlow() {
        InMemoryTokenStore store = new InMemoryTokenStore();
        Config config = config(store);
        List<BlockingFlow> flows = List.of(BlockingDeviceFlow.of(config), BlockingCodeFlow.of(config));
        for (BlockingFlow flow : flows) {
            assertEquals(config, flow.getConfig());
            assertNull(flow.token());
            assertThrows(InteractionRequiredException.class, flow::authenticate);
            assertThrows(InteractionRequiredException.class, () -> flow.authenticate(true));
            assertThrows(InteractionRequiredException.class, () -> flow.authenticate(true, false));
            assertThrows(InteractionRequiredException.class, flow::refresh);
        }
        new BlockingTokenStore(store).put(TokenKey.forHost(HOST), new Token.Builder("stored").build());
        for (BlockingFlow flow : flows) {
            assertEquals("stored", flow.authenticate().getAccessToken());
        }
    }

    @Test
    void equalConfigurationsHaveTheSameFlow() {
        Config config = config(new InMemoryTokenStore());
        assertSame(
                BlockingDeviceFlow.of(config),
                BlockingDeviceFlow.of(config.newBuilder().build()));
        assertSame(
                BlockingCodeFlow.of(config),
                BlockingCodeFlow.of(config.newBuilder().build()));
        assertNotSame(BlockingDeviceFlow.of(config), BlockingDeviceFlow.of(config(new InMemoryTokenStore())));
        assertNotEquals(BlockingDeviceFlow.of(config), BlockingCodeFlow.of(config));
    }

    @Test
    void aForcedLoginNeedsAUser() {
        Config config = config(new InMemoryTokenStore());
        assertThrows(InteractionRequiredException.class, () -> OidcAuth.authenticate(config, true));
        assertThrows(InvalidHostException.class, () -> OidcAuth.authenticate("ftp://h.example", true));
    }
}
