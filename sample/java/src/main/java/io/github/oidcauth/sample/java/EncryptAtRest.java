package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.keyring.KeyringTokenStore;

/** Tokens in a file that can only be read with the keyring of the logged-in user. */
public final class EncryptAtRest {
    private EncryptAtRest() {}

    static KeyringTokenStore inKeyring() {
        return KeyringTokenStore.forApp("my-app").build();
    }

    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : "https://myapp.example.com";
        Token token =
                OidcAuth.authenticate(Config.builder(host).store(inKeyring()).build());
        System.out.println("The token expires " + token.getExpiresAt() + ".");
    }
}
