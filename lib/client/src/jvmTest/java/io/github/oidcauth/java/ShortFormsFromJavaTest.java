package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.Token;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.AuthorizationRequest;
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.ClientSecretPost;
import io.github.oidcauth.oauth2.RefreshTokenGrant;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.oauth2.TokenExchangeGrant;
import io.github.oidcauth.oauth2.TokenTypeHint;
import io.github.oidcauth.openid.ExpectedSubject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The common cases, each in one line of Java. */
class ShortFormsFromJavaTest {
    private static final String REDIRECT = "http://127.0.0.1:8400/callback";
    private static final String SECRET = "Basic " + Base64.getEncoder().encodeToString("id:secret".getBytes());

    private HttpServer server;
    private String issuer;

    /** The last request: its path and body. */
    private volatile String received = "";

    private volatile String authorization = "";

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        String metadata =
                "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\",\"revocation_endpoint\":\"%1$s/revoke\","
                        + "\"introspection_endpoint\":\"%1$s/introspect\",\"userinfo_endpoint\":\"%1$s/userinfo\","
                        + "\"device_authorization_endpoint\":\"%1$s/device\",\"authorization_endpoint\":\"%1$s/authorize\","
                        + "\"pushed_authorization_request_endpoint\":\"%1$s/par\",\"backchannel_authentication_endpoint\":\"%1$s/ciba\"}";
        respond("/.well-known/openid-configuration", String.format(metadata, issuer));
        respond("/token", "{\"access_token\":\"at\",\"token_type\":\"Bearer\"}");
        respond("/introspect", "{\"active\":true,\"scope\":\"read\"}");
        respond("/userinfo", "{\"sub\":\"alice\"}");
        respond("/revoke", "");
        respond("/par", "{\"request_uri\":\"urn:example:1\",\"expires_in\":60,\"trace\":[1]}");
        respond("/ciba", "{\"auth_req_id\":\"ar\",\"expires_in\":60,\"binding\":true}");
        respond(
                "/device",
                "{\"device_code\":\"dc\",\"user_code\":\"UC\",\"verification_uri\":\"https://as.example/go\","
                        + "\"expires_in\":60,\"message\":\"Go.\"}");
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void respond(String path, String body) {
        server.createContext(path, exchange -> {
            received = path + "?" + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void aClientIsMadeInOneLine() throws Exception {
        var client = BlockingOAuth2Client.of(issuer + "/token", "id", "secret");

        assertEquals(
                "at", client.token(new ClientCredentialsGrant("read write")).getAccessToken());
        assertTrue(received.contains("scope=read+write") || received.contains("scope=read%20write"), received);
        assertEquals(SECRET, authorization);

        BlockingOAuth2Client.of(issuer + "/token", "id").token(new RefreshTokenGrant("rt", "read"));
        assertTrue(received.contains("client_id=id") && received.contains("scope=read"), received);
        assertEquals("null", authorization);

        assertThrows(InvalidConfigException.class, () -> BlockingOAuth2Client.of("localhost/token", "id"));
        assertEquals(
                "id",
                BlockingOAuth2Client.of(ServerMetadata.builder().build(), "id")
                        .getConfig()
                        .getClientId());
    }

    @Test
    void aClientAuthenticatesAsItsLastArgumentSays() {
        var metadata = ServerMetadata.builder().tokenEndpoint(issuer + "/token").build();
        var byPost = new ClientSecretPost("secret");
        for (var client : List.of(
                BlockingOAuth2Client.of(issuer + "/token", "id", byPost),
                BlockingOAuth2Client.of(metadata, "id", byPost))) {
            client.token(new ClientCredentialsGrant("read", "https://api.example"));
            assertTrue(received.contains("client_secret=secret"), received);
            assertTrue(received.contains("resource=https%3A%2F%2Fapi.example"), received);
            received = "";
        }
    }

    @Test
    void aClientIsDiscoveredInOneLine() throws Exception {
        var client = BlockingOAuth2Client.discover(issuer, "id", "secret");

        assertTrue(client.introspect("at").isActive());
        assertEquals("/introspect?token=at", received);
        assertEquals(SECRET, authorization);
        assertTrue(client.introspect(new Token.Builder("at").build()).isActive());
        assertTrue(received.contains("token_type_hint=access_token"), received);
        client.revoke(new Token.Builder("at").build(), TokenTypeHint.ACCESS_TOKEN);
        assertTrue(received.startsWith("/revoke?token=at"), received);
        client.token(new TokenExchangeGrant("at", "read"));
        assertTrue(received.contains("subject_token=at"), received);
        assertEquals("alice", client.userInfo("at", ExpectedSubject.of("alice")).getSubject());
        assertEquals("alice", client.userInfo("at").getSubject());
        assertEquals("Bearer at", authorization);

        var byDocument = BlockingOAuth2Client.discover(issuer + "/.well-known/openid-configuration", "id");
        assertEquals(issuer, byDocument.getMetadata().getIssuer());
        assertEquals("UC", byDocument.deviceAuthorization("openid").getUserCode());
        assertTrue(received.contains("scope=openid"), received);
    }

    @Test
    void theFurtherMembersOfAResponseAreAMap() throws Exception {
        var client = BlockingOAuth2Client.discover(issuer, "id", "secret");

        assertEquals(
                Map.of("message", "Go."), client.deviceAuthorization("openid").getExtra());
        assertEquals(
                Map.of("trace", List.of(1L)),
                client.push(client.authorizationRequest(REDIRECT).build()).getExtra());
        assertEquals(
                Map.of("binding", true),
                client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice")
                                .build())
                        .getExtra());
    }

    @Test
    void aResponseIsValidatedAsItComes() throws Exception {
        var client = BlockingOAuth2Client.discover(issuer, "id", "secret");
        String state = "cart-4711.5f3e8d2c-1b7a-4e64-9c1f";
        AuthorizationRequest request =
                client.authorizationRequest(REDIRECT).state(state).build();

        assertEquals(state, request.getState());
        assertEquals("c", client.validate(request, "?code=c&state=" + state).getCode());
        assertEquals("c", client.validate(request, "code=c&state=" + state).getCode());
        Map<String, String[]> servlet = Map.of("code", new String[] {"c"}, "state", new String[] {state});
        assertEquals("c", client.validate(request, servlet).getCode());
        Map<String, List<String>> spring = Map.of("code", List.of("c"), "state", List.of(state));
        assertEquals("c", client.validate(request, spring).getCode());
        Map<String, String> single = Map.of("code", "c", "state", state);
        assertEquals("c", client.validate(request, single).getCode());

        assertEquals(
                Map.of("sid", "s"),
                client.validate(request, "?code=c&sid=s&state=" + state).getExtra());

        client.token(new AuthorizationCodeGrant("c", REDIRECT, request.getCodeVerifier()));
        assertTrue(received.contains("code_verifier=" + request.getCodeVerifier()), received);
    }

    @Test
    void theServerOfATokenIsFoundAmongThoseThatAreTrusted() throws Exception {
        var client = BlockingOAuth2Client.discover(issuer, "id", "secret");
        String claims =
                Base64.getUrlEncoder().withoutPadding().encodeToString(("{\"iss\":\"" + issuer + "\"}").getBytes());
        String token = "eyJhbGciOiJub25lIn0." + claims + ".c2ln";

        assertSame(client, BlockingOAuth2Client.byIssuerOf(token, List.of(client)));
        assertNull(BlockingOAuth2Client.byIssuerOf("opaque", List.of(client)));
    }
}
