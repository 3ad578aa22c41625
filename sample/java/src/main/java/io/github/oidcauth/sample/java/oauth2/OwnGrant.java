package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.CustomGrant;
import io.github.oidcauth.oauth2.RequestOptions;

/** A grant that the server defines itself, with its own parameters (RFC 6749 §4.5). */
public final class OwnGrant {
    private OwnGrant() {}

    /** Returns a token for the user of {@code badge}. */
    public static Token tokenForBadge(BlockingOAuth2Client client, String badge) {
        var options = RequestOptions.builder()
                .scope("profile")
                .parameter("badge", badge)
                .build();
        return client.token(new CustomGrant("urn:example:grant-type:badge", options));
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-door")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(tokenForBadge(client, args[0]).getExpiresAt());
    }
}
