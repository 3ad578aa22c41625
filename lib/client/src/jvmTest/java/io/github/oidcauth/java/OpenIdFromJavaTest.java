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
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.Token;
import io.github.oidcauth.oauth2.AssertionAudience;
import io.github.oidcauth.oauth2.AssertionType;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.ClientSecretJwt;
import io.github.oidcauth.oauth2.IssuerCheck;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.JwtProtection;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.openid.ExpectedSubject;
import io.github.oidcauth.openid.IdToken;
import io.github.oidcauth.openid.IdTokenRequirements;
import io.github.oidcauth.openid.IdTokenSettings;
import io.github.oidcauth.openid.LogoutOptions;
import io.github.oidcauth.openid.LogoutRequest;
import io.github.oidcauth.openid.UserInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenIdFromJavaTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private HttpServer server;
    private String issuer;
    private ECKey key;

    @BeforeEach
    void startServer() throws IOException, JOSEException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        respond("/jwks", new JWKSet(key.toPublicJWK()).toString());
        respond(
                "/token",
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"" + idToken("alice") + "\"}");
        respond("/userinfo", "{\"sub\":\"alice\",\"email\":\"alice@example.com\",\"email_verified\":true}");
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void respond(String path, String body) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private String idToken(String subject) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience("my-client")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("auth_time", now.minusSeconds(60).getEpochSecond())
                .claim("nonce", "n")
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private BlockingOAuth2Client client() throws Exception {
        ServerMetadata metadata = ServerMetadata.builder()
                .issuer(issuer)
                .tokenEndpoint(issuer + "/token")
                .jwksUri(issuer + "/jwks")
                .userinfoEndpoint(issuer + "/userinfo")
                .endSessionEndpoint(issuer + "/logout")
                .build();
        JwtProtection signed = JwtProtection.builder()
                .signedResponseAlgorithms(JwsAlgorithm.ES256)
                .build();
        ClientConfig config = ClientConfig.builder("my-client")
                .idToken(IdTokenSettings.builder()
                        .protection(signed)
                        .maxIssuedAge(Duration.ofSeconds(3600))
                        .build())
                .build();
        return BlockingOAuth2Client.of(metadata, config);
    }

    @Test
    void javaReadsWhoLoggedIn() throws Exception {
        BlockingOAuth2Client client = client();
        Token token = client.token(new ClientCredentialsGrant());
        assertEquals("alice", token.getIdTokenClaims().get("sub"));
        assertNull(Token.builder("at").build().getIdTokenClaims());

        IdToken idToken = client.validateIdToken(
                token.getIdToken(),
                IdTokenRequirements.builder()
                        .nonce("n")
                        .maxAge(Duration.ofSeconds(3600))
                        .build());
        assertEquals("alice", idToken.getSubject());
        assertEquals(now, idToken.getIssuedAt());
        assertEquals(now.plusSeconds(300), idToken.getExpiresAt());
        assertEquals(now.minusSeconds(60), idToken.getAuthTime());
        assertEquals(idToken, client.validateIdToken(token.getIdToken()));
    }

    @Test
    void javaAsksAServerForItsMetadata() throws Exception {
        respond(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"https://a.example/k\"}");
        assertEquals("https://a.example/k", OidcAuth.discover(issuer).getJwksUri());
        assertEquals(
                issuer,
                OidcAuth.discover(issuer + "/.well-known/openid-configuration").getIssuer());
        assertThrows(
                InvalidResponseException.class, () -> OidcAuth.discover(issuer, new IssuerCheck.Named(issuer + "/")));
    }

    @Test
    void javaCatchesWhatIsNotToBeTrusted() throws Exception {
        BlockingOAuth2Client client = client();
        String raw = idToken("alice");
        assertThrows(
                InvalidResponseException.class,
                () -> client.validateIdToken(
                        raw, IdTokenRequirements.builder().nonce("another").build()));
        assertThrows(InvalidResponseException.class, () -> client.validateIdToken("a.b.c"));
    }

    @Test
    void javaHasTheKeysOfTheServerAndFetchesThemAgain() throws Exception {
        BlockingOAuth2Client client = client();
        assertEquals("k1", client.jwks().getKeys().get(0).getKeyId());
        server.removeContext("/jwks");
        key = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        respond("/jwks", new JWKSet(key.toPublicJWK()).toString());
        assertEquals("k1", client.jwks().getKeys().get(0).getKeyId());
        assertEquals("k2", client.refreshJwks().getKeys().get(0).getKeyId());
    }

    @Test
    void javaSetsWhomElseATokenMayBeForAndWhatAnAssertionIs() {
        IdTokenSettings settings =
                IdTokenSettings.builder().trustedAudiences("api", "app").build();
        assertEquals(Set.of("api", "app"), settings.getTrustedAudiences());
        ClientSecretJwt method = new ClientSecretJwt(
                "a secret of 32 characters or more", JwsAlgorithm.HS256, AssertionAudience.ISSUER, AssertionType.NONE);
        assertEquals(AssertionType.NONE, method.getAssertionType());
        assertEquals(List.of("EdDSA", "Ed25519"), JwsAlgorithm.EdDSA.getIdentifiers());
    }

    @Test
    void javaAsksWhoAUserIs() throws Exception {
        BlockingOAuth2Client client = client();
        Token token = client.token(new ClientCredentialsGrant());
        UserInfo info = client.userInfo(token);
        assertEquals("alice@example.com", info.getEmail());
        assertTrue(info.isEmailVerified());
        assertThrows(InvalidResponseException.class, () -> client.userInfo(token, ExpectedSubject.of("bob")));
    }

    @Test
    void javaSendsTheBrowserToLogOut() throws Exception {
        BlockingOAuth2Client client = client();
        LogoutRequest logout = client.logoutRequest(LogoutOptions.builder()
                .idTokenHint(idToken("alice"))
                .postLogoutRedirectUri("https://app.example/bye")
                .build());
        assertTrue(logout.getUrl().startsWith(issuer + "/logout?id_token_hint="));
        assertNotNull(logout.getState());
        assertTrue(logout.isCallback("https://app.example/bye?state=" + logout.getState()));
        assertFalse(logout.isCallback("https://app.example/bye"));
        assertEquals(
                issuer + "/logout?client_id=my-client", client.logoutRequest().getUrl());
    }
}
