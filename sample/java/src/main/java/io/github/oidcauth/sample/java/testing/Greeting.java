package io.github.oidcauth.sample.java.testing;

import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.Config;
import io.github.oidcauth.java.OidcAuth;

/** A program whose login is a parameter, so that a test can replace it. */
public final class Greeting {
    private final Config login;

    Greeting(Config login) {
        this.login = login;
    }

    String text() {
        try {
            return "Hello. Your token is good until "
                    + OidcAuth.authenticate(login).getExpiresAt() + ".";
        } catch (AuthorizationDeniedException e) {
            return "Goodbye, then.";
        }
    }

    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : "https://myapp.example.com";
        System.out.println(new Greeting(Config.builder(host).build()).text());
    }
}
