package io.github.oidcauth;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class FileTokenStoreFromJavaTest {
    @Test
    void javaCanCatchWhatAnAppNameMayThrow() {
        try {
            FileTokenStore.forApp("no/directory");
            fail("must not be taken");
        } catch (InvalidConfigException e) {
            assertTrue(e.getMessage().contains("app name"));
        } catch (AuthException e) {
            fail(e);
        }
        assertThrows(AuthException.class, () -> FileTokenStore.forApp("", StoreNotices.LOG));
    }

    @Test
    void javaFindsTheDefaultStore() {
        assertTrue(FileTokenStore.forApp().getPath().endsWith("py-oidc-auth/token-store.json"));
    }
}
