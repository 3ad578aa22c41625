package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.WrongAccountException;
import io.github.oidcauth.java.OidcAuth;
import java.util.List;
import java.util.Optional;

/** Several accounts of a user at one server. */
public final class TwoAccounts {
    private TwoAccounts() {}

    /** Returns the configuration for one of the accounts. Each has a token of its own. */
    public static Config asAccount(Config config, String name) {
        return config.newBuilder().account(name).build();
    }

    /** Returns the token for the account, or nothing, with a message, if another user has logged in. */
    public static Optional<Token> tokenOf(Config config, String name) {
        try {
            return Optional.of(OidcAuth.authenticate(asAccount(config, name)));
        } catch (WrongAccountException e) {
            System.err.println("Log in as " + e.getAccount() + ", not as " + e.getActualUser() + ".");
            return Optional.empty();
        }
    }

    public static void main(String[] args) {
        var config =
                Config.builder("https://login.example.com").clientId("my-tool").build();
        for (var account : List.of("alice@example.com", "alice.ops@example.com")) {
            System.out.println(account + ": " + tokenOf(config, account).map(Token::getExpiresAt));
        }
    }
}
