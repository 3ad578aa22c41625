package io.github.oidcauth.sample.java.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.InvalidTargetException;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.testing.ScriptedLoginServer;
import io.github.oidcauth.testing.ScriptedReply;
import io.github.oidcauth.testing.ServerEndpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static BlockingOAuth2Client clientAt(ScriptedLoginServer server) throws Exception {
        server.registerClient("orders", "secret");
        return BlockingOAuth2Client.discover(
                server.getUrl(),
                ClientConfig.builder("orders").clientSecret("secret").build());
    }

    @Test
    @DisplayName("exchanges the token of a user for one of the inventory")
    void exchange() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            var client = clientAt(server);
            var user = server.issueToken(server.issuerConfigBuilder().build());
            var token = new Orders(client).inventoryToken(user.getAccessToken()).orElseThrow();
            assertEquals(List.of("inventory"), client.introspect(token).getAudience());
            assertEquals(1, server.count(ServerEndpoint.TOKEN));
        }
    }

    @Test
    @DisplayName("turns away a token that is over")
    void expiry() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            var orders = new Orders(clientAt(server));
            var user = server.issueExpiredToken(server.issuerConfigBuilder().build());
            assertTrue(orders.inventoryToken(user.getAccessToken()).isEmpty());
        }
    }

    @Test
    @DisplayName("does not hide that the server has no such API")
    void trouble() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            var orders = new Orders(clientAt(server));
            server.onNext(ServerEndpoint.INTROSPECTION, ScriptedReply.json(Map.of("active", true, "sub", "bob")));
            server.onNext(ServerEndpoint.TOKEN, ScriptedReply.error("invalid_target"));
            assertThrows(InvalidTargetException.class, () -> orders.inventoryToken("any"));
        }
    }
}
