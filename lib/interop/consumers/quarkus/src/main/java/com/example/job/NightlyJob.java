package com.example.job;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.RequestOptions;

/** A job that runs with a token of its own, or with that of a user. */
public final class NightlyJob {
    private NightlyJob() {}

    static Token serviceToken(String issuer, String clientId, String secret) {
        var config = ClientConfig.builder(clientId).clientSecret(secret).build();
        var options = RequestOptions.builder().scope("read").build();
        return BlockingOAuth2Client.discover(issuer, config).token(new ClientCredentialsGrant(options));
    }

    static Token userToken(Config login) {
        return OidcAuth.authenticate(login);
    }

    public static void main(String[] args) {
        var token = args.length == 3
                ? serviceToken(args[0], args[1], args[2])
                : userToken(Config.builder(args[0]).build());
        System.out.println(token.getExpiresAt());
    }
}
