package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.RequestOptions;

/** A service gets a token for itself; no user is involved (RFC 6749 §4.4). */
public final class ClientCredentials {
    private ClientCredentials() {}

    /** Returns a token for reading. */
    public static Token serviceToken(String issuer, String clientId, String secret) {
        var config = ClientConfig.builder(clientId).clientSecret(secret).build();
        var client = BlockingOAuth2Client.discover(issuer, config);
        var options = RequestOptions.builder().scope("read").build();
        return client.token(new ClientCredentialsGrant(options));
    }

    public static void main(String[] args) {
        Token token = serviceToken("https://login.example.com", "my-service", System.getenv("CLIENT_SECRET"));
        System.out.println(token.getHeaders()); // {Authorization=Bearer …}
    }
}
