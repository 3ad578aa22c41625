package io.github.oidcauth.sample.java.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.BrowserLogin;
import io.github.oidcauth.InvalidGrantException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.java.JavaCodeReceiver;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.PasswordGrant;
import io.github.oidcauth.sample.java.oauth2.PrivateKeyClient;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.SampleServer;
import io.github.oidcauth.sample.server.ScriptedVisitor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the counterparts of the examples of MSAL Python's OAuth 2 client. */
class MsalSamplesTest {
    private static ExampleServer example;
    private static String issuer;
    private final ScriptedVisitor visitor = new ScriptedVisitor();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final List<Token> kept = new CopyOnWriteArrayList<>();

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

    /** Returns a refresh token of a login without an ID token, which a client of known endpoints could not validate. */
    private static String refreshToken() {
        return example.service()
                .token(new PasswordGrant("alice", "alice", "profile"))
                .getRefreshToken();
    }

    @Test
    @DisplayName("M01: known endpoints and a secret")
    void endpoints() {
        var client = Msal.knownClient(
                issuer + "/oauth2/authorize", example.tokenEndpoint(), SampleClients.SERVICE, SampleClients.SECRET);
        assertNotNull(client.token(new ClientCredentialsGrant("read")));
        var request =
                client.authorizationRequest("http://127.0.0.1:8400/callback").build();
        assertTrue(request.getUrl().startsWith(issuer + "/oauth2/authorize?"));
    }

    @Test
    @DisplayName("M03: a private key in a file")
    void keyFile() throws Exception {
        var pair = KeyPairGenerator.getInstance("EC");
        pair.initialize(256);
        var octets = pair.generateKeyPair().getPrivate().getEncoded();
        var pem = Files.createTempFile("service", ".pem");
        pem.toFile().deleteOnExit();
        var text = Base64.getMimeEncoder().encodeToString(octets);
        Files.writeString(pem, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        try (var server = SampleServer.start(ExampleServer.settings(true, PrivateKeyClient.publicKeys(pem)))) {
            var endpoint = server.getIssuer() + "/oauth2/token";
            var client = Msal.clientWithKeyFile(endpoint, SampleClients.KEY_SERVICE, pem);
            assertNotNull(client.token(new ClientCredentialsGrant("read")));
        }
    }

    @Test
    @DisplayName("M04: client credentials")
    void credentials() {
        var token = Msal.tokenOfClient(example.service());
        var scopes = example.service().introspect(token.getAccessToken()).getScopes();
        assertEquals(Set.of("read", "write"), Set.copyOf(scopes));
    }

    @Test
    @DisplayName("M05: a password, and a wrong one")
    void password() {
        assertEquals("alice", example.userOf(Msal.tokenOfPassword(example.service(), "alice", "alice")));
        assertThrows(InvalidGrantException.class, () -> Msal.tokenOfPassword(example.service(), "alice", "wrong"));
    }

    @Test
    @DisplayName("M06: the login of a known user begins")
    void knownUser() {
        var request = MsalLogins.loginOfKnownUser(example.program(), "http://127.0.0.1:8400/callback", "alice");
        assertTrue(request.getUrl().contains("login_hint=alice"));
    }

    private String finish(Consumer<String> comeBack, Map<String, List<String>> others) throws Exception {
        try (var page = new ExampleServer.Callback()) {
            var client = example.program();
            var request = MsalLogins.loginOfKnownUser(client, page.uri(), "alice");
            comeBack.accept(request.getUrl());
            var parameters = new HashMap<String, List<String>>();
            for (var parameter : page.visitedUrl().split("[?]")[1].split("&")) {
                var parts = parameter.split("=");
                parameters.put(parts[0], List.of(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
            }
            parameters.putAll(others);
            return MsalLogins.finishLogin(client, Map.of("login", request.serialize()), parameters, kept::add);
        }
    }

    @Test
    @DisplayName("M07: a login ends, is refused, or is another one")
    void controller() throws Exception {
        assertEquals("index", finish(visitor::signIn, Map.of()));
        assertEquals(1, kept.size());
        assertEquals("error: access_denied", finish(visitor::refuse, Map.of()));
        assertEquals("index", finish(visitor::signIn, Map.of("state", List.of("forged"))));
        assertEquals(1, kept.size());
    }

    @Test
    @DisplayName("M08: a receiver of one's own")
    void receiver() throws Exception {
        try (var page = new ExampleServer.Callback()) {
            var receiver = new JavaCodeReceiver(page.uri()) {
                @Override
                protected String awaitResponse(BrowserLogin login) {
                    visitor.signIn(login.getUrl());
                    return page.visitedUrl();
                }
            };
            var token = MsalLogins.logInWithReceiver(issuer, SampleClients.CLI, receiver, "alice");
            assertEquals("alice", example.userOf(token));
        }
    }

    @Test
    @DisplayName("M09: pages of one's own")
    void pages() {
        assertEquals("alice", example.userOf(MsalLogins.logInWithPages(issuer, SampleClients.CLI, "alice")));
    }

    @Test
    @DisplayName("M10: a login with a code, for a limited time")
    void limited() {
        var output = new ExampleServer.Output("Use a web browser to open the page ", "and enter the code ");
        assertEquals("alice", example.userOf(MsalLogins.logInForHalfAMinute(example.program(), output)));
    }

    @Test
    @DisplayName("M11: one poll")
    void condition() {
        var code = example.program().deviceAuthorization("openid");
        assertNull(Msal.polledByCondition(example.program(), code));
        visitor.approveDevice(code.getVerificationUri(), code.getUserCode());
        assertNotNull(Msal.polledByCondition(example.program(), code));
    }

    @Test
    @DisplayName("M12: the tokens of a client are heard of")
    void listener() {
        MsalListeners.refreshAndListen(
                example.tokenEndpoint(), SampleClients.SERVICE, SampleClients.SECRET, refreshToken(), shown::add);
        assertEquals(List.of("obtained a token", "replaced a refresh token"), shown);
    }

    @Test
    @DisplayName("M13: the tokens of one call are heard of")
    void listenerOfCall() {
        MsalListeners.refreshAndListenOnce(example.service(), refreshToken(), shown::add);
        assertEquals(List.of("obtained a token"), shown);
    }

    @Test
    @DisplayName("M14: a limit for each request")
    void timeout() {
        var client = Msal.impatientClient("http://127.0.0.1:1/token", SampleClients.CLI, Duration.ofSeconds(3));
        assertThrows(TransportException.class, () -> client.token(new ClientCredentialsGrant("read")));
        assertFalse(client.toString().isEmpty());
    }
}
