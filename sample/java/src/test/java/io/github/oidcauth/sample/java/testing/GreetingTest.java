package io.github.oidcauth.sample.java.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.HttpException;
import io.github.oidcauth.testing.ScriptedLoginServer;
import io.github.oidcauth.testing.ScriptedReply;
import io.github.oidcauth.testing.ServerEndpoint;
import io.github.oidcauth.testing.StrictTokenStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    @DisplayName("greets who logs in")
    void login() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            var greeting = new Greeting(server.issuerConfigBuilder().build());
            assertTrue(greeting.text().startsWith("Hello."));
            assertEquals(1, server.getUser().getShownCodes().size());
        }
    }

    @Test
    @DisplayName("takes no for a response")
    void denial() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            server.getUser().denies();
            var greeting = new Greeting(server.issuerConfigBuilder().build());
            assertEquals("Goodbye, then.", greeting.text());
        }
    }

    @Test
    @DisplayName("refreshes an old token, and bothers nobody")
    void refresh() throws Exception {
        try (var server = ScriptedLoginServer.start();
                var store = new StrictTokenStore()) {
            var config = server.issuerConfigBuilder().store(store).build();
            store.seed(config.getKey(), server.issueExpiredToken(config));
            assertTrue(new Greeting(config).text().startsWith("Hello."));
            assertEquals(1, server.count(ServerEndpoint.TOKEN));
            assertEquals(0, server.count(ServerEndpoint.DEVICE_AUTHORIZATION));
        }
    }

    @Test
    @DisplayName("does not hide that the server is in trouble")
    void trouble() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            server.onNext(ServerEndpoint.DEVICE_AUTHORIZATION, ScriptedReply.status(500));
            var greeting = new Greeting(server.issuerConfigBuilder().build());
            assertThrows(HttpException.class, greeting::text);
        }
    }
}
