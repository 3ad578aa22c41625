package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.java.OidcAuth;
import java.util.concurrent.CompletableFuture;

/** A login that runs while the program does other work. Cancel the future to cancel the login. */
public final class LogInWithoutWaiting {
    private LogInWithoutWaiting() {}

    /** Returns the value of the {@code Authorization} header when it is available. */
    public static CompletableFuture<String> authorization(Config config) {
        return OidcAuth.authenticateAsync(config)
                .thenApply(token -> token.getHeaders().get("Authorization"));
    }

    public static void main(String[] args) {
        Config config = Config.builder(args.length > 0 ? args[0] : "https://myapp.example.com")
                .build();
        System.out.println(authorization(config).join().length() + " characters of authorization");
    }
}
