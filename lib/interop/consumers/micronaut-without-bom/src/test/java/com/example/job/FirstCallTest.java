package com.example.job;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.java.OidcAuth;
import org.junit.jupiter.api.Test;

/** Micronaut's platform pins Kotlin 1.9, coroutines 1.8 and Ktor 2. */
class FirstCallTest {
    @Test
    void namesWhatDoesNotFitAndTheBomToImport() {
        var error = assertThrows(LinkageError.class, () -> OidcAuth.authenticate("https://login.example.com"));
        for (var part : new String[] {"kotlin-stdlib 1.9.25", "ktor-client-core-jvm 2.3.13", "io.github.oidcauth:oidc-auth-bom"}) {
            assertTrue(error.getMessage().contains(part), () -> part + " is not in: " + error.getMessage());
        }
    }
}
