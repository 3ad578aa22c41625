package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.DPoP;
import io.github.oidcauth.oauth2.ProtectedRequest;

/** Tokens that are bound to keys of the client (RFC 9449): a stolen token is useless. */
public final class BoundTokens {
    private BoundTokens() {}

    /** Returns a client that makes a key for each of its tokens. */
    public static BlockingOAuth2Client clientWithBoundTokens(String issuer, String clientId, String secret) {
        var config = ClientConfig.builder(clientId)
                .clientSecret(secret)
                .dpop(DPoP.perToken())
                .build();
        return BlockingOAuth2Client.discover(issuer, config);
    }

    /**
     * Calls an API with {@code token}, and with a proof if the token is bound. Every status except success is an exception
     * here.
     */
    public static String callApi(BlockingOAuth2Client client, Token token, String url) {
        var response = client.request(token, ProtectedRequest.builder(url).build());
        return response.orThrow().getBody();
    }

    public static void main(String[] args) {
        var client = clientWithBoundTokens("https://login.example.com", "my-service", System.getenv("CLIENT_SECRET"));
        Token token = client.token(new ClientCredentialsGrant());
        System.out.println(callApi(client, token, "https://api.example.com/notes"));
    }
}
