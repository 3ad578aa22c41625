package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import java.util.List;

/** Introspects a token, and revokes one. */
public final class IntrospectAndRevoke {
    private IntrospectAndRevoke() {}

    /** Returns true if a token that came with a request has {@code scope}, according to its server (RFC 7662). */
    public static boolean isGoodFor(BlockingOAuth2Client client, String accessToken, String scope) {
        var response = client.introspect(accessToken);
        return response.isActive() && response.getScopes().contains(scope);
    }

    /** Returns true if a token is active, according to the one of the trusted clients whose server it names as its issuer. */
    public static boolean isActive(List<BlockingOAuth2Client> clients, String accessToken) {
        var client = BlockingOAuth2Client.byIssuerOf(accessToken, clients);
        return client != null && client.introspect(accessToken).isActive();
    }

    /** Revokes {@code token}, and all tokens that were issued with its refresh token (RFC 7009). */
    public static void forget(BlockingOAuth2Client client, Token token) {
        client.revoke(token);
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-api")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(isGoodFor(client, args[0], "read"));
    }
}
