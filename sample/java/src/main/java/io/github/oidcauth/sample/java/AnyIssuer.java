package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;
import java.time.Duration;

/** A login at any standard issuer. */
public final class AnyIssuer {
    private AnyIssuer() {}

    /** Returns a configuration for the client {@code id}, which requires that tokens live for two minutes more. */
    public static Config loginAt(String issuer, String id) {
        return Config.builder(issuer)
                .clientId(id)
                .scope("openid", "profile", "offline_access")
                .minTtl(Duration.ofMinutes(2))
                .build();
    }

    public static void main(String[] args) {
        Token token = OidcAuth.authenticate(Config.builder("https://login.example.com")
                .clientId("my-tool")
                .scope("openid", "offline_access")
                .build());
        System.out.println(token.getHeaders()); // {Authorization=Bearer …}
    }
}
