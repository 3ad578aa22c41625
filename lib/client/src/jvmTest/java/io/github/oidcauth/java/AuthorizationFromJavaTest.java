package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.OAuthException;
import io.github.oidcauth.Token;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.AuthorizationRequest;
import io.github.oidcauth.oauth2.AuthorizationResponse;
import io.github.oidcauth.oauth2.AuthorizationSettings;
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.JwtProtection;
import io.github.oidcauth.oauth2.RequestObjectSettings;
import io.github.oidcauth.oauth2.ResponseMode;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.openid.IdTokenSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationFromJavaTest {
    private static final String REDIRECT = "com.example.app:/callback";

    private HttpServer server;
    private String issuer;
    private ECKey key;

    /** The response of the server's token endpoint. */
    private volatile String tokenResponse = "{}";

    /** The last posted form. */
    private volatile String posted = "";

    @BeforeEach
    void startServer() throws IOException, JOSEException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        respond("/jwks", 200);
        respond("/par", 201);
        respond("/token", 200);
        respond("/ciba", 200);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void respond(String path, int status) {
        server.createContext(path, exchange -> {
            posted = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String body = bodyOf(path);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private String bodyOf(String path) {
        return switch (path) {
            case "/jwks" -> new JWKSet(key.toPublicJWK()).toString();
            case "/par" -> "{\"request_uri\":\"urn:example:1\",\"expires_in\":90}";
            default -> tokenResponse;
        };
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private BlockingOAuth2Client client(AuthorizationSettings settings) throws Exception {
        ServerMetadata metadata = ServerMetadata.builder()
                .issuer(issuer)
                .backchannelAuthenticationEndpoint(issuer + "/ciba")
                .authorizationEndpoint(issuer + "/authorize")
                .pushedAuthorizationRequestEndpoint(issuer + "/par")
                .tokenEndpoint(issuer + "/token")
                .jwksUri(issuer + "/jwks")
                .build();
        ClientConfig config = ClientConfig.builder("my-client")
                .authorization(settings)
                .idToken(IdTokenSettings.builder().protection(es256()).build())
                .build();
        return BlockingOAuth2Client.of(metadata, config);
    }

    private static JwtProtection es256() {
        return JwtProtection.builder()
                .signedResponseAlgorithms(JwsAlgorithm.ES256)
                .build();
    }

    private static String nonceIn(String url) {
        String rest = url.substring(url.indexOf("&nonce=") + "&nonce=".length());
        return rest.substring(0, rest.indexOf('&'));
    }

    @Test
    void javaLogsAUserIn() throws Exception {
        BlockingOAuth2Client client =
                client(AuthorizationSettings.builder().pushed().build());
        AuthorizationRequest request = client.authorizationRequest(REDIRECT)
                .scope("openid", "email")
                .prompt("login")
                .loginHint("alice")
                .maxAge(Duration.ofSeconds(600))
                .build();
        Instant before = Instant.now();
        AuthorizationRequest pushed = client.prepare(request);

        assertTrue(posted.contains("code_challenge_method=S256"));
        assertEquals(issuer + "/authorize?client_id=my-client&request_uri=urn%3Aexample%3A1", pushed.getUrl());
        assertNull(request.getExpiresAt());
        Instant expiry = pushed.getExpiresAt();
        assertFalse(expiry.isBefore(before.plusSeconds(89)));
        assertFalse(expiry.isAfter(Instant.now().plusSeconds(90)));

        AuthorizationRequest resumed = AuthorizationRequest.deserialize(pushed.serialize());
        assertEquals(pushed, resumed);
        AuthorizationResponse response =
                client.validate(resumed, REDIRECT + "?code=c&session_state=s&state=" + request.getState());
        assertEquals(resumed, response.getRequest());
        assertEquals("s", response.get("session_state"));
        assertNull(response.getIssuer());

        tokenResponse = tokenResponse(nonceIn(request.getUrl()));
        Token token = client.token(new AuthorizationCodeGrant(response));
        assertEquals("at", token.getAccessToken());
        assertTrue(posted.contains("code=c"));
        assertTrue(posted.contains("code_verifier="));

        tokenResponse = tokenResponse("another");
        assertThrows(InvalidResponseException.class, () -> client.token(new AuthorizationCodeGrant(response)));
    }

    private String tokenResponse(String nonce) throws JOSEException {
        Instant now = Instant.now();
        String idToken = signed(new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("alice")
                .audience("my-client")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .claim("auth_time", now.getEpochSecond())
                .claim("nonce", nonce)
                .build());
        return "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"" + idToken + "\"}";
    }

    @Test
    void javaCatchesWhatIsNoResponse() throws Exception {
        BlockingOAuth2Client client = client(AuthorizationSettings.DEFAULT);
        AuthorizationRequest request = client.authorizationRequest(REDIRECT).build();
        String state = request.getState();

        assertThrows(InvalidResponseException.class, () -> client.validate(request, REDIRECT + "?code=c&state=x"));
        assertThrows(InvalidResponseException.class, () -> client.validateForm(request, "code=c"));
        assertThrows(InvalidResponseException.class, () -> client.validate(request, Map.of("code", List.of("c"))));
        assertThrows(
                AuthorizationDeniedException.class,
                () -> client.validate(request, REDIRECT + "?error=access_denied&state=" + state));
        assertThrows(InvalidResponseException.class, () -> AuthorizationRequest.deserialize("{}"));
        assertThrows(
                InvalidConfigException.class,
                () -> client.authorizationRequest("javascript:x").build());

        assertNotNull(client.validateForm(request, "code=c&state=" + state));
        assertNotNull(client.validate(request, Map.of("code", List.of("c"), "state", List.of(state))));
    }

    @Test
    void javaSignsRequestsAndReadsSignedResponses() throws Exception {
        ECKey mine = new ECKeyGenerator(Curve.P_256).keyID("c1").generate();
        RequestObjectSettings signing = RequestObjectSettings.builder(Jwk.parse(mine.toJSONString()))
                .algorithm(JwsAlgorithm.ES256)
                .lifetime(Duration.ofSeconds(60))
                .build();
        BlockingOAuth2Client client = client(AuthorizationSettings.builder()
                .requestObject(signing)
                .responses(es256())
                .build());
        AuthorizationRequest request = client.authorizationRequest(REDIRECT)
                .responseMode(ResponseMode.JWT)
                .build();

        AuthorizationRequest byValue = client.sign(request);
        SignedJWT jwt = SignedJWT.parse(byValue.getRequestObject());
        assertTrue(jwt.verify(new ECDSAVerifier(mine.toPublicJWK())));
        assertEquals(request.getState(), jwt.getJWTClaimsSet().getStringClaim("state"));
        assertEquals("urn:example:1", client.push(byValue).getRequestUri());
        assertEquals("urn:x:y", byValue.withRequestUri("urn:x:y").getRequestUri());

        String response = signed(new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience("my-client")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("code", "c")
                .claim("state", request.getState())
                .build());
        assertEquals(
                issuer, client.validateForm(request, "response=" + response).getIssuer());
        assertThrows(
                InvalidResponseException.class,
                () -> client.validate(request, REDIRECT + "?code=c&state=" + request.getState()));
    }

    @Test
    void javaSignsBackchannelRequests() throws Exception {
        tokenResponse = "{\"auth_req_id\":\"ar\",\"expires_in\":60}";
        ECKey mine = new ECKeyGenerator(Curve.P_256).keyID("c1").generate();
        var signing =
                RequestObjectSettings.builder(Jwk.parse(mine.toJSONString())).repeatedParameters("response_type");
        var request = BackchannelAuthenticationRequest.loginHint("alice").build();

        client(AuthorizationSettings.builder().requestObject(signing.build()).build())
                .backchannelAuthentication(request);
        SignedJWT jwt = SignedJWT.parse(posted.replaceFirst(".*request=([^&]*).*", "$1"));
        assertTrue(jwt.verify(new ECDSAVerifier(mine.toPublicJWK())));
        assertEquals("alice", jwt.getJWTClaimsSet().getStringClaim("login_hint"));
        assertEquals(List.of(issuer), jwt.getJWTClaimsSet().getAudience());

        client(AuthorizationSettings.builder()
                        .requestObject(signing.unsignedBackchannelRequests().build())
                        .build())
                .backchannelAuthentication(request);
        assertTrue(posted.contains("login_hint=alice"), posted);
    }

    @Test
    void javaHearsWhyAPushedRequestWasRefused() throws Exception {
        BlockingOAuth2Client client = client(AuthorizationSettings.DEFAULT);
        AuthorizationRequest request = client.authorizationRequest(REDIRECT).build();
        server.removeContext("/par");
        server.createContext("/par", exchange -> {
            byte[] bytes = "{\"error\":\"invalid_request\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(400, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        OAuthException failure = assertThrows(OAuthException.class, () -> client.push(request));
        assertEquals("invalid_request", failure.getError());
    }
}
