package io.github.oidcauth.sample.java.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.AuthorizationPendingException;
import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.InvalidClientException;
import io.github.oidcauth.InvalidGrantException;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.BackchannelAuthentication;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.providers.Auth0;
import io.github.oidcauth.providers.Provider;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.ScriptedVisitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the counterparts of the examples of requests_oauth2client. */
class RequestsOAuth2ClientSamplesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static ExampleServer example;
    private static String issuer;
    private static String tokenEndpoint;
    private final ScriptedVisitor visitor = new ScriptedVisitor();
    private final List<String> shown = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        example = new ExampleServer();
        issuer = example.issuer();
        tokenEndpoint = example.tokenEndpoint();
    }

    @AfterAll
    static void stop() {
        example.close();
    }

    /** Obtains a token of the client itself, which shows that the server knows it. */
    private static void assertKnown(BlockingOAuth2Client client) {
        assertFalse(client.token(new ClientCredentialsGrant("read"))
                .getAccessToken()
                .isEmpty());
    }

    private static void assertUnknown(BlockingOAuth2Client client) {
        assertThrows(InvalidClientException.class, () -> client.token(new ClientCredentialsGrant("read")));
    }

    private static Token login() {
        return Msal.tokenOfPassword(example.service(), "alice", "alice");
    }

    @Test
    @DisplayName("R01: a secret")
    void secret() {
        assertKnown(ClientsOfRequests.clientOf(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET));
    }

    @Test
    @DisplayName("R18: a secret in the header")
    void basic() {
        assertKnown(ClientsOfRequests.clientWithBasic(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET));
        assertUnknown(ClientsOfRequests.clientWithBasic(tokenEndpoint, SampleClients.SERVICE, "wrong"));
    }

    @Test
    @DisplayName("R19: a secret in the body")
    void post() {
        assertKnown(ClientsOfRequests.clientWithPost(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET));
        assertUnknown(ClientsOfRequests.clientWithPost(tokenEndpoint, SampleClients.SERVICE, "wrong"));
    }

    @Test
    @DisplayName("R20: a signature with the secret")
    void secretJwt() {
        assertKnown(ClientsOfRequests.clientWithSecretJwt(
                tokenEndpoint, SampleClients.SECRET_JWT_SERVICE, SampleClients.SECRET));
    }

    @Test
    @DisplayName("R21: a signature with a private key")
    void key() {
        var key = Jwk.parse(example.server.getServiceKey());
        ClientsOfRequests.clientsWithKey(tokenEndpoint, SampleClients.KEY_SERVICE, key)
                .forEach(RequestsOAuth2ClientSamplesTest::assertKnown);
    }

    @Test
    @DisplayName("R22: no authentication")
    void none() {
        assertUnknown(ClientsOfRequests.publicClient(tokenEndpoint, SampleClients.SERVICE));
    }

    @Test
    @DisplayName("R23: a revocation endpoint")
    void revocation() {
        var client = ClientsOfRequests.clientThatRevokes(
                tokenEndpoint, issuer + "/oauth2/revoke", SampleClients.SECRET_JWT_SERVICE, SampleClients.SECRET);
        var token = client.token(new ClientCredentialsGrant("read"));
        client.revoke(token);
        assertFalse(example.service().introspect(token.getAccessToken()).isActive());
    }

    @Test
    @DisplayName("R25: an introspection endpoint")
    void introspection() {
        var client = ClientsOfRequests.clientThatIntrospects(
                tokenEndpoint, issuer + "/oauth2/introspect", SampleClients.SECRET_JWT_SERVICE, SampleClients.SECRET);
        assertEquals(
                "alice", client.introspect(example.userToken().getAccessToken()).getSubject());
    }

    @Test
    @DisplayName("R27: a userinfo endpoint")
    void userinfo() {
        var client = ClientsOfRequests.clientThatAsksForUsers(
                tokenEndpoint, issuer + "/userinfo", SampleClients.SERVICE, SampleClients.SECRET);
        assertEquals(
                "alice",
                TokensOfRequests.userOfToken(client, login().getAccessToken()).getSubject());
    }

    @Test
    @DisplayName("R29: a discovery document")
    void document() {
        var client = ClientsOfRequests.clientOfDocument(example.server.getDiscoveryUrl(), SampleClients.CLI);
        assertEquals(tokenEndpoint, client.getMetadata().getTokenEndpoint());
    }

    @Test
    @DisplayName("R30: a known provider")
    void provider() {
        assertEquals(
                "https://mytenant.eu.auth0.com/", Auth0.tenant("mytenant.eu").getIssuer());
        var here = Provider.builder("Sample", issuer).build();
        var token = ClientsOfRequests.tokenOfTenant(here, SampleClients.SERVICE, SampleClients.SECRET);
        assertFalse(token.getAccessToken().isEmpty());
    }

    @Test
    @DisplayName("R02: a token with a lifetime")
    void lifetime() {
        var token = TokensOfRequests.tokenWithLifetime("an_access_token", Duration.ofSeconds(60), shown::add);
        assertEquals("Bearer an_access_token", token.getHeaders().get("Authorization"));
        assertEquals("expired: false", shown.get(1));
    }

    @Test
    @DisplayName("R03: client credentials")
    void credentials() {
        var token = TokensOfRequests.tokenForApi(example.service(), "https://api.example.com");
        assertEquals(
                List.of("read"),
                example.service().introspect(token.getAccessToken()).getScopes());
    }

    @Test
    @DisplayName("R15: an exchange, with the type as a URN")
    void exchange() {
        var token = TokensOfRequests.exchanged(
                tokenEndpoint,
                SampleClients.SERVICE,
                SampleClients.SECRET,
                example.userToken().getAccessToken());
        assertEquals("alice", example.userOf(token));
    }

    @Test
    @DisplayName("R16: an exchange for an actor, with short types")
    void actor() {
        var token = TokensOfRequests.exchangedForActor(
                example.service(),
                example.userToken().getAccessToken(),
                example.userToken().getAccessToken());
        assertNotNull(
                example.service().introspect(token.getAccessToken()).getClaims().get("act"));
    }

    @Test
    @DisplayName("R17: an exchange for an actor, with types of tokens")
    void guessed() {
        var token =
                TokensOfRequests.exchangedWithGuessedTypes(example.service(), example.userToken(), example.userToken());
        assertNotNull(
                example.service().introspect(token.getAccessToken()).getClaims().get("act"));
    }

    @Test
    @DisplayName("R24: revocations")
    void revocations() {
        var tokens = List.of(login(), login(), login());
        TokensOfRequests.revokeTokens(
                example.service(),
                tokens.get(0).getAccessToken(),
                tokens.get(1).getAccessToken(),
                tokens.get(2).getRefreshToken());
        tokens.forEach(token -> assertNull(example.userOf(token)));
    }

    @Test
    @DisplayName("R26: an introspection with a hint")
    void hint() {
        var token = example.userToken().getAccessToken();
        assertEquals(
                "alice",
                TokensOfRequests.introspectedWithHint(example.service(), token).getSubject());
    }

    @Test
    @DisplayName("R28: claims about the user")
    void claims() {
        var token = login().getAccessToken();
        assertEquals(
                "alice", TokensOfRequests.userOfToken(example.service(), token).getSubject());
    }

    @Test
    @DisplayName("R04: a URL")
    void url() {
        var request = LoginsOfRequests.loginUrl(
                example.service(), "http://127.0.0.1:8400/callback", "https://api.example.com", shown::add);
        assertEquals(List.of(request.getUrl()), shown);
        assertTrue(request.getUrl().contains("resource=https%3A%2F%2Fapi.example.com"));
    }

    @Test
    @DisplayName("R05: what the user pastes")
    void pasted() throws Exception {
        try (var page = new ExampleServer.Callback()) {
            var request = MsalLogins.loginOfKnownUser(example.program(), page.uri(), "alice");
            visitor.signIn(request.getUrl());
            var url = page.visitedUrl();
            for (var pasted : List.of(url, url.substring(url.indexOf('?') + 1))) {
                var response = LoginsOfRequests.pastedResponse(example.program(), request, question -> pasted);
                assertEquals(request, response.getRequest());
            }
        }
    }

    @Test
    @DisplayName("R06: a validated response is redeemed")
    void redeemed() throws Exception {
        try (var page = new ExampleServer.Callback()) {
            var request = MsalLogins.loginOfKnownUser(example.program(), page.uri(), "alice");
            visitor.signIn(request.getUrl());
            var response = example.program().validate(request, page.visitedUrl());
            assertEquals("alice", example.userOf(LoginsOfRequests.redeemed(example.program(), response)));
        }
    }

    @Test
    @DisplayName("R07: a code from elsewhere is redeemed with its verifier, and with no other one")
    void elsewhere() throws Exception {
        try (var page = new ExampleServer.Callback()) {
            var client = example.program();
            var request = MsalLogins.loginOfKnownUser(client, page.uri(), "alice");
            visitor.signIn(request.getUrl());
            var code = page.visitedUrl().replaceAll(".*[?&]code=([^&]*).*", "$1");
            var verifier = request.getCodeVerifier();
            var token = LoginsOfRequests.redeemedFromElsewhere(client, code, page.uri(), verifier);
            assertEquals("alice", example.userOf(token));
            assertThrows(
                    InvalidGrantException.class,
                    () -> LoginsOfRequests.redeemedFromElsewhere(client, code, page.uri(), "v".repeat(43)));
        }
    }

    private static DeviceCode code() {
        return PollingOfRequests.deviceCode(tokenEndpoint, issuer + "/oauth2/device_authorization", SampleClients.CLI);
    }

    private static BackchannelAuthentication backchannelLogin() {
        return PollingOfRequests.backchannelLogin(
                tokenEndpoint, issuer + "/oauth2/bc-authorize", SampleClients.SERVICE, SampleClients.SECRET);
    }

    @Test
    @DisplayName("R08: a device code")
    void deviceCode() {
        assertTrue(code().getVerificationUri().startsWith(issuer));
    }

    @Test
    @DisplayName("R09: the response with a device code")
    void deviceResponse() {
        var code = code();
        var members = new ArrayList<>();
        PollingOfRequests.showDeviceCode(code, members::add);
        assertEquals(code.getUserCode(), members.get(1));
        assertEquals(1L, members.get(5));
    }

    @Test
    @DisplayName("R10: a poll")
    void poll() {
        String pending = code().getDeviceCode();
        assertThrows(
                AuthorizationPendingException.class, () -> PollingOfRequests.polledOnce(example.program(), pending));
        var code = code();
        visitor.approveDevice(code.getVerificationUri(), code.getUserCode());
        assertNotNull(PollingOfRequests.polledOnce(example.program(), code.getDeviceCode()));
    }

    @Test
    @DisplayName("R11: polls until the user has finished")
    void polls() {
        var code = code();
        visitor.approveDevice(code.getVerificationUri(), code.getUserCode());
        assertNotNull(PollingOfRequests.polledByLoop(example.program(), code.getDeviceCode(), SECOND));
    }

    @Test
    @DisplayName("R12: a login on a telephone")
    void telephone() {
        assertFalse(backchannelLogin().getAuthReqId().isEmpty());
    }

    @Test
    @DisplayName("R13: the response for a login on a telephone")
    void telephoneResponse() {
        var login = backchannelLogin();
        var members = new ArrayList<>();
        PollingOfRequests.showBackchannelLogin(login, members::add);
        assertEquals(login.getAuthReqId(), members.get(0));
        assertNull(members.get(4));
    }

    @Test
    @DisplayName("R14: polls until the user has responded")
    void response() {
        var login = backchannelLogin();
        visitor.approveBackchannel(example.server.getApprovalUrl());
        var token = PollingOfRequests.polledForResponse(example.service(), login.getAuthReqId(), SECOND);
        assertEquals("alice", example.userOf(token));
    }
}
