package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.JwtBearerGrant;

/** A JWT that identifies the user, from an issuer that the server trusts (RFC 7523 §2.1). */
public final class JwtBearer {
    private JwtBearer() {}

    /** Returns a token for the user of {@code assertion}. */
    public static Token tokenForJwt(BlockingOAuth2Client client, String assertion) {
        return client.token(new JwtBearerGrant(assertion, "profile"));
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-portal")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(tokenForJwt(client, args[0]).getExpiresAt());
    }
}
