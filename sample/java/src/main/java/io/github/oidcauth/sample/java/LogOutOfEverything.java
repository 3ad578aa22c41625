package io.github.oidcauth.sample.java;

import io.github.oidcauth.ClearOptions;
import io.github.oidcauth.ClearedToken;
import io.github.oidcauth.TokenManager;
import io.github.oidcauth.java.BlockingTokenManager;
import io.github.oidcauth.oauth2.ClientConfig;
import java.util.List;

/** Ends all sessions of the stored tokens. */
public final class LogOutOfEverything {
    private LogOutOfEverything() {}

    /**
     * Revokes all tokens of a store, of offline sessions or others, and removes them. Returns those that could not be
     * removed, and the reasons.
     */
    public static List<String> logOutOfEverything(BlockingTokenManager manager) {
        var everywhere = ClearOptions.builder().revokeOnline(true).build();
        return manager.clearAll(everywhere).stream()
                .filter(outcome -> !outcome.isRemoved())
                .map(LogOutOfEverything::complaint)
                .toList();
    }

    private static String complaint(ClearedToken outcome) {
        return outcome.getEntry().getKey() + " could not be revoked: "
                + outcome.getFailure().getMessage();
    }

    public static void main(String[] args) {
        var client = ClientConfig.builder("my-tool")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var manager = new BlockingTokenManager(TokenManager.builder()
                .client("https://login.example.com", client)
                .build());
        manager.list().forEach(System.out::println);
        logOutOfEverything(manager).forEach(System.out::println);
    }
}
