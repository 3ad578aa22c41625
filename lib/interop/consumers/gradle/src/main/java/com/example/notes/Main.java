package com.example.notes;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.testing.ScriptedLoginServer;
import java.time.Instant;

/** Every call is one that programs make; the server is that of the tests. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            device(server);
            browser(server);
            service(server);
            denied(server);
        }
        System.out.println("Gradle: all is well.");
    }

    private static void device(ScriptedLoginServer server) {
        Config config = server.issuerConfigBuilder().scope("openid").build();
        Token token = OidcAuth.authenticate(config);
        expect(server.accepts(token), "The token of the device login is no good.");
        expect(OidcAuth.authenticate(config).equals(token), "The stored token was not used.");
        expect(token.getExpiresAt().isAfter(Instant.now()), "The token has expired.");
        expect(server.getUser().getShownCodes().size() == 1, "The user was asked twice.");
    }

    private static void browser(ScriptedLoginServer server) {
        server.getSettings().setHasDeviceGrant(false);
        expect(server.accepts(OidcAuth.authenticate(server.issuerConfigBuilder().build())), "No token by the browser.");
        server.getSettings().setHasDeviceGrant(true);
    }

    private static void service(ScriptedLoginServer server) {
        server.registerClient("service", "secret");
        var config = ClientConfig.builder("service").clientSecret("secret").build();
        var client = BlockingOAuth2Client.discover(server.getUrl(), config);
        var token = client.token(new ClientCredentialsGrant());
        expect(client.introspect(token.getAccessToken()).isActive(), "The token of the service is not active.");
    }

    private static void denied(ScriptedLoginServer server) {
        server.getUser().denies();
        try {
            OidcAuth.authenticate(server.issuerConfigBuilder().build());
            throw new AssertionError("The user's no was not heard.");
        } catch (AuthorizationDeniedException e) {
            System.out.println("Denied: " + e.getMessage());
        } catch (TransportException e) {
            throw new AssertionError("The server was not reached.", e);
        } catch (AuthException e) {
            throw new AssertionError("Another failure.", e);
        }
    }

    private static void expect(boolean isTrue, String otherwise) {
        if (!isTrue) throw new AssertionError(otherwise);
    }
}
