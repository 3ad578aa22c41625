package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.CodeReceiver;
import io.github.oidcauth.Config;
import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.StoreNotices;
import io.github.oidcauth.TokenCipher;
import io.github.oidcauth.TokenManager;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.TokenSourceOptions;
import io.github.oidcauth.TokenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Java accepts classes that leave out suspending functions. They are refused where they are handed over. */
class SuspendingFromJavaTest {
    private static final class HollowStore implements TokenStore {}

    private static final class HollowReceiver implements CodeReceiver {
        @Override
        public String getRedirectUri() {
            return "app:/callback";
        }
    }

    private static final class HollowCipher implements TokenCipher {}

    private static final class HollowSource implements TokenSource {}

    private static void refused(String base, Executable use) {
        String message = assertThrows(IllegalArgumentException.class, use).getMessage();
        assertTrue(message.endsWith("Extend io.github.oidcauth.java." + base + " instead."), message);
    }

    @Test
    void aStoreWithoutItsFunctionsIsRefused() {
        var store = new HollowStore();

        refused("JavaTokenStore", () -> Config.builder("https://a.example").store(store));
        refused("JavaTokenStore", () -> TokenManager.builder().store(store));
        refused("JavaTokenStore", () -> new BlockingTokenStore(store));
    }

    @Test
    void aReceiverWithoutItsFunctionIsRefused() {
        refused("JavaCodeReceiver", () -> Config.builder("https://a.example").codeReceiver(new HollowReceiver()));
    }

    @Test
    void aCipherWithoutItsFunctionsIsRefused() {
        refused(
                "JavaTokenCipher",
                () -> new FileTokenStore(Path.of("never-written.json"), StoreNotices.LOG, new HollowCipher()));
    }

    @Test
    void aSourceWithoutItsFunctionIsRefused() {
        refused("JavaTokenSource", () -> BlockingTokenSource.of(new HollowSource()));
        refused("JavaTokenSource", () -> AsyncTokenSource.of(new HollowSource()));
        refused("JavaTokenStore", () -> TokenSourceOptions.builder().store(new HollowStore()));
    }

    @Test
    void aStoreOfTheLibraryIsTaken() {
        var store = new InMemoryTokenStore();

        assertEquals(
                store, Config.builder("https://a.example").store(store).build().getStore());
    }
}
