package io.github.oidcauth.sample.java.oauth2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.InvalidClientException;
import io.github.oidcauth.InvalidGrantException;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.SampleServer;
import io.github.oidcauth.sample.server.ScriptedVisitor;
import io.github.oidcauth.sample.server.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuth2SamplesTest {
    @TempDir
    static Path directory;

    private static Path pem;
    private static SampleServer server;

    @BeforeAll
    static void start() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        pem = Files.writeString(
                directory.resolve("service.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        server = SampleServer.start(new Settings(
                0,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                true,
                true,
                Duration.ofDays(30),
                Duration.ofHours(1),
                "sample-application",
                "sample-secret",
                PrivateKeyClient.publicKeys(pem),
                Duration.ofMinutes(2),
                Duration.ofSeconds(1)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static BlockingOAuth2Client service() throws Exception {
        var config = ClientConfig.builder(SampleClients.SERVICE)
                .clientSecret(SampleClients.SECRET)
                .build();
        return BlockingOAuth2Client.discover(server.getIssuer(), config);
    }

    private static String userOf(Token token) throws Exception {
        return service().introspect(token.getAccessToken()).getSubject();
    }

    private static Token login() throws Exception {
        return PasswordLogin.tokenForPassword(service(), "alice", "alice");
    }

    @Test
    @DisplayName("client credentials")
    void clientCredentials() throws Exception {
        var token = ClientCredentials.serviceToken(server.getIssuer(), SampleClients.SERVICE, SampleClients.SECRET);
        assertTrue(token.getHeaders().get("Authorization").startsWith("Bearer "));
        assertTrue(IntrospectAndRevoke.isGoodFor(service(), token.getAccessToken(), "read"));
        assertFalse(IntrospectAndRevoke.isGoodFor(service(), token.getAccessToken(), "write"));

        var endpoint = service().getMetadata().getTokenEndpoint();
        var other = ClientCredentials.tokenOfEndpoint(endpoint, SampleClients.SERVICE, SampleClients.SECRET);
        assertTrue(IntrospectAndRevoke.isGoodFor(service(), other.getAccessToken(), "read"));
        assertFalse(IntrospectAndRevoke.isActive(List.of(service()), "opaque"));
    }

    @Test
    @DisplayName("a private key in place of a secret")
    void privateKey() throws Exception {
        var token = PrivateKeyClient.tokenByKey(server.getIssuer(), SampleClients.KEY_SERVICE, pem);
        assertEquals(SampleClients.KEY_SERVICE, userOf(token));
    }

    @Test
    @DisplayName("device code")
    void deviceCode() throws Exception {
        var token = DevicePolling.deviceToken(
                server.getIssuer(),
                SampleClients.CLI,
                (page, userCode) -> new Thread(() -> new ScriptedVisitor().approveDevice(page, userCode)).start());
        assertNotNull(token.getRefreshToken());
        assertEquals("alice", userOf(token));
    }

    @Test
    @DisplayName("a server that does not tell its endpoints")
    void knownEndpoints() throws Exception {
        var discovered = KnownEndpoints.discovered(server.getIssuer(), SampleClients.CLI);
        var client = KnownEndpoints.known(server.getIssuer(), SampleClients.CLI);
        assertEquals(
                discovered.getMetadata().getTokenEndpoint(),
                client.getMetadata().getTokenEndpoint());
        var code = client.deviceAuthorization();
        assertTrue(code.getVerificationUri().startsWith(server.getUrl()));
        assertFalse(code.getUserCode().isEmpty());
    }

    @Test
    @DisplayName("authorization code, by a request in the URL and by one that was pushed")
    void authorizationCode() throws Exception {
        try (var page = new CallbackPage()) {
            var request = AuthorizationCode.beginLogin(service(), page.getUri());
            new ScriptedVisitor().signIn(request.getUrl(), page.getUri());
            var token = AuthorizationCode.finishLogin(service(), request.serialize(), page.visitedUrl());
            assertEquals("Hello Alice Liddell", WhoLoggedIn.greeting(service(), token));
        }
        try (var page = new CallbackPage()) {
            var request = AuthorizationCode.beginLogin(service(), page.getUri());
            new ScriptedVisitor().signIn(request.getUrl(), page.getUri());
            var response = service().validate(request, page.visitedUrl());
            var token =
                    AuthorizationCode.redeem(service(), response.getCode(), page.getUri(), request.getCodeVerifier());
            assertEquals("alice", userOf(token));
        }
        try (var page = new CallbackPage()) {
            var request = PushedRequest.beginPushedLogin(service(), page.getUri());
            assertFalse(request.getUrl().contains("scope="));
            new ScriptedVisitor().signIn(request.getUrl(), page.getUri());
            var token = AuthorizationCode.finishLogin(service(), request.serialize(), page.visitedUrl());
            assertEquals("alice", userOf(token));
        }
    }

    @Test
    @DisplayName("a token that is bound to a key is good with a proof, and not without")
    void boundTokens() throws Exception {
        var client = BoundTokens.clientWithBoundTokens(server.getIssuer(), SampleClients.SERVICE, SampleClients.SECRET);
        var token = PasswordLogin.tokenForPassword(client, "alice", "alice");
        var url = server.getIssuer() + "/userinfo";
        assertTrue(BoundTokens.callApi(client, token, url).contains("alice"));
        var stolen = Token.builder(token.getAccessToken()).build();
        assertThrows(AuthException.class, () -> BoundTokens.callApi(client, stolen, url));
    }

    @Test
    @DisplayName("CIBA")
    void ciba() throws Exception {
        var login = CompletableFuture.supplyAsync(() -> {
            try {
                return BackchannelLogin.tokenByTelephone(service(), "alice", "W4SCT");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        // The page has nothing to respond until the request has arrived.
        while (!login.isDone()) {
            try {
                new ScriptedVisitor().approveBackchannel(server.getApprovalUrl(), "W4SCT");
                break;
            } catch (IllegalStateException tooEarly) {
                Thread.onSpinWait();
            }
        }
        assertEquals("alice", userOf(login.get()));
    }

    @Test
    @DisplayName("token exchange")
    void tokenExchange() throws Exception {
        var user = OwnGrant.tokenForBadge(service(), "4711");
        var token = TokenExchange.tokenForInventory(service(), user.getAccessToken());
        assertTrue(service().introspect(token.getAccessToken()).getAudience().contains("inventory"));
        assertEquals("alice", userOf(token));

        var onBehalf = TokenExchange.tokenOnBehalf(service(), user, login());
        assertNotNull(
                service().introspect(onBehalf.getAccessToken()).getClaims().get("act"));
    }

    @Test
    @DisplayName("JWT and SAML 2.0 bearer")
    void assertions() throws Exception {
        var issuer = server.getTrustedIssuer();
        assertEquals("alice", userOf(JwtBearer.tokenForJwt(service(), issuer.jwtAssertion())));
        assertEquals("alice", userOf(SamlBearer.tokenForSaml(service(), issuer.samlAssertionXml())));
    }

    @Test
    @DisplayName("password, and a grant of the server's own")
    void passwordAndOwnGrant() throws Exception {
        assertEquals("alice", userOf(login()));
        assertThrows(InvalidGrantException.class, () -> PasswordLogin.tokenForPassword(service(), "alice", "wrong"));
        assertEquals("alice", userOf(OwnGrant.tokenForBadge(service(), "4711")));
        assertThrows(InvalidGrantException.class, () -> OwnGrant.tokenForBadge(service(), "4712"));
    }

    @Test
    @DisplayName("refresh: the new token is kept, and the old refresh token is over")
    void refresh() throws Exception {
        var token = login();
        List<Token> kept = new ArrayList<>();
        var fresh = RefreshToken.refreshed(service(), token, kept::add);
        assertNotEquals(token.getAccessToken(), fresh.getAccessToken());
        assertEquals(List.of(fresh), kept);
        assertEquals(fresh, Token.deserialize(fresh.serialize()));
        assertEquals("log in again", TellOAuthErrorsApart.refreshOrReason(service(), token));
    }

    @Test
    @DisplayName("introspection and revocation: a token that was ended is good for nothing")
    void revocation() throws Exception {
        var token = login();
        assertTrue(IntrospectAndRevoke.isGoodFor(service(), token.getAccessToken(), "openid"));
        assertTrue(service().introspect(token.getAccessToken()).getExpiresAt().isAfter(Instant.now()));
        IntrospectAndRevoke.forget(service(), token);
        assertFalse(IntrospectAndRevoke.isGoodFor(service(), token.getAccessToken(), "openid"));
    }

    @Test
    @DisplayName("userinfo and ID tokens say who logged in")
    void whoLoggedIn() throws Exception {
        var token = login();
        assertEquals("Hello Alice Liddell", WhoLoggedIn.greeting(service(), token));
        assertEquals("alice", WhoLoggedIn.userOf(service(), token.getIdToken()));
        assertEquals("alice", WhoLoggedIn.userOfShared(server.getIssuer(), SampleClients.SERVICE, token.getIdToken()));
        assertFalse(WhoLoggedIn.keyIds(service()).isEmpty());
        var unsigned = token.getIdToken().replaceFirst("[^.]*$", "AAAA");
        assertThrows(InvalidResponseException.class, () -> WhoLoggedIn.userOf(service(), unsigned));
    }

    @Test
    @DisplayName("a registered client is known to the server at once")
    void registration() throws Exception {
        var options = RequestOptions.builder().scope("client.create").build();
        var initialToken = service().token(new ClientCredentialsGrant(options)).getAccessToken();
        var kept = RegisterClient.register(server.getIssuer(), initialToken).serialize();
        var client = RegisterClient.registeredClient(server.getIssuer(), kept);
        assertFalse(client.introspect("nonsense").isActive());
    }

    @Test
    @DisplayName("a registered client changes its name, and leaves")
    void manageRegistration() throws Exception {
        var issuer = server.getIssuer();
        var options = RequestOptions.builder().scope("client.create").build();
        var initialToken = service().token(new ClientCredentialsGrant(options)).getAccessToken();
        var registered = RegisterClient.register(issuer, initialToken);
        assertNotNull(registered.getClientIdIssuedAt());
        assertNull(registered.getClientSecretExpiresAt());

        var renamed = ManageRegistration.rename(issuer, registered.serialize(), "My new tool");
        assertTrue(renamed.serialize().contains("My new tool"));
        ManageRegistration.unregister(issuer, renamed.serialize());
        var client = RegisterClient.registeredClient(issuer, renamed.serialize());
        assertThrows(InvalidClientException.class, () -> client.introspect("nonsense"));
    }

    @Test
    @DisplayName("a logout ends the tokens, and leads the browser back")
    void logout() throws Exception {
        var token = login();
        var logout = LogOut.logout(service(), token, "http://127.0.0.1:8400/callback");
        var request = HttpRequest.newBuilder(URI.create(logout.getUrl())).build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        assertTrue(logout.isCallback(response.headers().firstValue("Location").orElseThrow()));
        assertFalse(service().introspect(token.getAccessToken()).isActive());
    }

    @Test
    @DisplayName("errors are told apart")
    void errors() throws Exception {
        assertTrue(TellOAuthErrorsApart.refreshOrReason(service(), login()).startsWith("good until "));
        var metadata = service().getMetadata();
        var wrong = ClientConfig.builder(SampleClients.SERVICE)
                .clientSecret("wrong")
                .build();
        assertEquals(
                "this program is not known there, or its secret is wrong",
                TellOAuthErrorsApart.refreshOrReason(BlockingOAuth2Client.of(metadata, wrong), login()));
        var nobody = metadata.newBuilder().tokenEndpoint("http://127.0.0.1:1/").build();
        assertEquals(
                "no response: CONNECTION_REFUSED",
                TellOAuthErrorsApart.refreshOrReason(
                        BlockingOAuth2Client.of(nobody, service().getConfig()), login()));
    }
}
