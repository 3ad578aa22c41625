package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.Token;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.DPoP;
import io.github.oidcauth.oauth2.DPoPKey;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.ProtectedRequest;
import io.github.oidcauth.oauth2.ServerMetadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DPoPFromJavaTest {
    private static BlockingOAuth2Client client(DPoP dpop) throws Exception {
        ServerMetadata metadata = ServerMetadata.builder()
                .tokenEndpoint("https://as.example/token")
                .build();
        return BlockingOAuth2Client.of(
                metadata, ClientConfig.builder("my-client").dpop(dpop).build());
    }

    private static Token bound(DPoPKey key) {
        return Token.builder("at").tokenType("DPoP").dpopKey(key).build();
    }

    @Test
    void aKeyIsMadeWrittenAndRead() throws Exception {
        DPoPKey key = DPoPKey.generate();
        assertEquals(JwsAlgorithm.ES256, key.getAlgorithm());
        assertEquals(JwsAlgorithm.EdDSA, DPoPKey.generate(JwsAlgorithm.EdDSA).getAlgorithm());
        assertEquals(key, DPoPKey.deserialize(key.serialize()));
        assertEquals(43, key.getThumbprint().length());
        assertEquals(key, new DPoPKey(Jwk.parse(key.serialize()), JwsAlgorithm.ES256));
        assertThrows(InvalidConfigException.class, () -> DPoPKey.deserialize("[]"));
    }

    @Test
    void headersAreMadeForAnHttpClientOfTheCallers() throws Exception {
        BlockingOAuth2Client client = client(DPoP.perToken());
        client.learnNonce("https://api.example/", "n-1");
        Map<String, String> headers =
                client.authorizationHeaders(bound(DPoPKey.generate()), "GET", "https://api.example/notes");
        assertEquals("DPoP at", headers.get("Authorization"));
        assertEquals(3, headers.get("DPoP").split("\\.").length);
        assertThrows(
                InvalidConfigException.class,
                () -> client.authorizationHeaders(bound(null), "GET", "https://api.example/notes"));
    }

    @Test
    void anApiIsCalledOverASocketAndItsNonceUsed() throws Exception {
        List<String> proofs = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            proofs.add(exchange.getRequestHeaders().getFirst("DPoP"));
            exchange.getResponseHeaders().add("DPoP-Nonce", "n-" + proofs.size());
            boolean first = proofs.size() == 1;
            if (first) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"");
            }
            byte[] body = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(first ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/a%2Fb/%7Euser;v=1?q=%20+";
            ProtectedRequest request = ProtectedRequest.builder(url)
                    .method("POST")
                    .body("{}")
                    .header("X-Id", "1")
                    .build();
            var response = client(DPoP.withKey(DPoPKey.generate())).request(bound(DPoPKey.generate()), request);
            assertTrue(response.isSuccess());
            assertEquals("/a%2Fb/%7Euser;v=1?q=%20+", response.orThrow().getBody());
            assertEquals(2, proofs.size());
            assertTrue(claims(proofs.get(1)).contains("\"nonce\":\"n-1\""));
            // The path is signed as it is sent.
            assertTrue(claims(proofs.get(1)).contains("/a%2Fb/%7Euser;v=1\""));
            assertFalse(claims(proofs.get(0)).contains("nonce"));
        } finally {
            server.stop(0);
        }
    }

    private static String claims(String proof) {
        return new String(java.util.Base64.getUrlDecoder().decode(proof.split("\\.")[1]), StandardCharsets.UTF_8);
    }
}
