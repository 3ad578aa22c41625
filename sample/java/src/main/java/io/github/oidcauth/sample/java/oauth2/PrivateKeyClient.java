package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwkSet;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A client without a secret: it signs with a key whose public half the server knows, {@code private_key_jwt} (RFC 7523 §2.2). */
public final class PrivateKeyClient {
    private PrivateKeyClient() {}

    /** Returns a token for the client whose private key is in the file {@code pem}. */
    public static Token tokenByKey(String issuer, String clientId, Path pem) throws IOException {
        var key = Jwk.fromPem(Files.readString(pem), JwsAlgorithm.ES256, "service-1");
        var config = ClientConfig.builder(clientId).signingKey(key).build();
        var client = BlockingOAuth2Client.discover(issuer, config);
        var options = RequestOptions.builder().scope("read").build();
        return client.token(new ClientCredentialsGrant(options));
    }

    /** Returns the public half of the key, as a key set (RFC 7517 §5): the server must know it beforehand. */
    public static String publicKeys(Path pem) throws IOException {
        var key = Jwk.fromPem(Files.readString(pem), JwsAlgorithm.ES256, "service-1");
        return new JwkSet(List.of(key)).toPublic().serialize();
    }

    public static void main(String[] args) throws IOException {
        System.out.println(publicKeys(Path.of("service.pem")));
        Token token = tokenByKey("https://login.example.com", "my-service", Path.of("service.pem"));
        System.out.println(token.getExpiresAt());
    }
}
