package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;

/** A service gets a token for itself; no user is involved (RFC 6749 §4.4). */
public final class ClientCredentials {
    private ClientCredentials() {}

    /** Returns a token for reading. */
    public static Token serviceToken(String issuer, String clientId, String secret) {
        var client = BlockingOAuth2Client.discover(issuer, clientId, secret);
        return client.token(new ClientCredentialsGrant("read"));
    }

    /** Returns a token for reading, from a server of which only the token endpoint is known. */
    public static Token tokenOfEndpoint(String tokenEndpoint, String clientId, String secret) {
        var client = BlockingOAuth2Client.of(tokenEndpoint, clientId, secret);
        return client.token(new ClientCredentialsGrant("read"));
    }

    public static void main(String[] args) {
        Token token = serviceToken("https://login.example.com", "my-service", System.getenv("CLIENT_SECRET"));
        System.out.println(token.getHeaders()); // {Authorization=Bearer …}
    }
}
