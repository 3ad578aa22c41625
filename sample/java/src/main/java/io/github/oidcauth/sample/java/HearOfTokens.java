package io.github.oidcauth.sample.java;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.TokenListener;
import io.github.oidcauth.java.Tokens;
import java.util.function.Consumer;

/** A program that hears of its tokens: each login and refresh, and each refresh token that the server no longer takes. */
public final class HearOfTokens {
    private HearOfTokens() {}

    /** {@code config} with a listener. */
    public static Config listening(Config config, Consumer<String> say) throws AuthException {
        var listener = new TokenListener() {
            @Override
            public void tokensObtained(TokenKey key, Token token) {
                say.accept("a token that expires at " + Tokens.expiresAt(token));
            }

            @Override
            public void refreshTokenRemoved(TokenKey key, Token old) {
                say.accept("the next login needs a user");
            }
        };
        return config.newBuilder().listener(listener).build();
    }

    public static void main(String[] args) throws AuthException {
        Config config = Config.builder("https://myapp.example.com").build();
        System.out.println(listening(config, System.out::println));
    }
}
