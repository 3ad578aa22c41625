package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.TokenListener;
import java.util.function.Consumer;

/**
 * A program that is notified of its tokens: of each login and refresh, and of each refresh token that the server no longer
 * accepts.
 */
public final class HearOfTokens {
    private HearOfTokens() {}

    /** Returns {@code config} with a listener. */
    public static Config listening(Config config, Consumer<String> say) {
        var listener = TokenListener.onObtained((key, token) -> say.accept("a token until " + token.getExpiresAt()))
                .onRotated((key, old, token) -> say.accept(key + " was refreshed"))
                .onRemoved((key, old) -> say.accept("the next login needs a user"));
        return config.newBuilder().listener(listener).build();
    }

    public static void main(String[] args) {
        Config config = Config.builder("https://myapp.example.com").build();
        System.out.println(listening(config, System.out::println));
    }
}
