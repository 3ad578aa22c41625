package io.github.oidcauth.sample.java;

import io.github.oidcauth.java.OidcAuth;
import java.time.Duration;

/** Waits for running refreshes before the process ends. */
public final class EndTheProcess {
    private EndTheProcess() {}

    /** A program that has nothing to close except its tokens. */
    public static void waitForRefreshesOnExit() {
        OidcAuth.shutdownOnExit(Duration.ofSeconds(60));
    }

    /** A program that closes its store itself, when no refresh is running any more. */
    public static void endProgram(Runnable closeStore) {
        if (!OidcAuth.shutdown(Duration.ofSeconds(60))) {
            System.err.println("A refresh is not stored. If it is refused next time, log in again.");
        }
        closeStore.run();
    }

    public static void main(String[] args) {
        waitForRefreshesOnExit();
        endProgram(() -> System.out.println("closed"));
    }
}
