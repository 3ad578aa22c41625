package io.github.oidcauth.sample.java.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.Config;
import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingTokenManager;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.sample.server.SampleClients;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the counterparts of the examples of PyAuthFlow. */
class PyAuthFlowSamplesTest {
    private static ExampleServer example;
    private static String issuer;
    private final List<String> shown = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        example = new ExampleServer();
        issuer = example.issuer();
    }

    @AfterAll
    static void stop() {
        example.close();
    }

    @BeforeEach
    void forgetTokens() {
        example.forgetTokens();
    }

    private static Token login(String scope) {
        return OidcAuth.authenticate(
                Config.builder(issuer).clientId(SampleClients.CLI).scope(scope).build());
    }

    private static BlockingTokenStore store() {
        return new BlockingTokenStore(FileTokenStore.forApp());
    }

    @Test
    @DisplayName("A01: a login with a code, and one that fails")
    void code() {
        PyAuthFlow.logInAtIssuer(issuer, SampleClients.CLI, shown::add);
        PyAuthFlow.logInAtIssuer("http://127.0.0.1:1", SampleClients.CLI, shown::add);
        assertTrue(shown.get(0).startsWith("Access token: "));
        assertTrue(shown.get(1).startsWith("Token acquisition failed: "));
    }

    @Test
    @DisplayName("A02: a login in the browser, and one that fails")
    void browser() {
        PyAuthFlow.logInInBrowserAtIssuer(issuer, SampleClients.CLI, shown::add);
        PyAuthFlow.logInInBrowserAtIssuer("http://127.0.0.1:1", SampleClients.CLI, shown::add);
        assertTrue(shown.get(0).startsWith("Token acquired: "));
        assertTrue(shown.get(1).startsWith("Token acquisition failed: "));
    }

    @Test
    @DisplayName("A03: an introspection")
    void introspection() {
        var token = login("openid").getAccessToken();
        var response = PyAuthFlow.introspected(token, SampleClients.SERVICE, SampleClients.SECRET, issuer);
        assertTrue(response.isActive());
        assertEquals("alice", response.getSubject());
    }

    @Test
    @DisplayName("A04: the access token is revoked")
    void accessToken() {
        var token = login("openid");
        assertTrue(PyAuthFlow.revokeAccessToken(issuer, SampleClients.CLI));
        assertNull(example.userOf(token));
    }

    @Test
    @DisplayName("A05: the refresh token is revoked")
    void refreshToken() {
        var token = login("openid");
        assertTrue(PyAuthFlow.revokeRefreshToken(issuer, SampleClients.CLI));
        assertNull(example.userOf(token));
    }

    @Test
    @DisplayName("A06: the tokens of a client are removed, and no others")
    void client() {
        login("openid");
        login("openid profile");
        OidcAuth.authenticate(example.host());
        assertEquals(2, PyAuthFlow.clearClient(issuer, SampleClients.CLI).size());
        assertEquals(example.host(), store().keys().iterator().next().getValue());
    }

    @Test
    @DisplayName("A07: all tokens are revoked and removed")
    void everything() {
        var token = login("openid");
        assertTrue(PyAuthFlow.clearEverything(new BlockingTokenManager()).get(0).isRemoved());
        assertNull(example.userOf(token));
        assertTrue(store().keys().isEmpty());
    }

    @Test
    @DisplayName("A08: the stored tokens are listed")
    void list() {
        login("openid");
        PyAuthFlow.listTokens(shown::add);
        assertTrue(shown.get(0).contains(SampleClients.CLI));
    }
}
