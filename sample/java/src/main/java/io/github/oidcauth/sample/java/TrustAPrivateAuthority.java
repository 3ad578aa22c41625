package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;

/** A login at a server whose certificate is from the authority of an organization. */
public final class TrustAPrivateAuthority {
    private TrustAPrivateAuthority() {}

    static Config trusting(String authority, String host) {
        return Config.builder(host).caFile(authority).build();
    }

    /** Returns a client of an issuer that has such a certificate. */
    static ClientConfig clientTrusting(String authority) {
        return ClientConfig.builder("my-client").caFile(authority).build();
    }

    public static void main(String[] args) {
        Token token = OidcAuth.authenticate(trusting("/etc/pki/corp/ca.pem", "https://myapp.corp.example"));
        System.out.println("The token expires " + token.getExpiresAt() + ".");
    }
}
