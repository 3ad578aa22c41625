package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.ClearOptions;
import io.github.oidcauth.ClearedToken;
import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.TokenManager;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.TokenTypeHint;
import org.junit.jupiter.api.Test;

/** Each `catch (AuthException e)` compiles only where the function declares the exception. */
class TokenManagerFromJavaTest {
    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private final BlockingTokenManager manager = new BlockingTokenManager(manager());

    private TokenManager manager() {
        try {
            return TokenManager.builder()
                    .store(store)
                    .client(
                            "https://idp.example",
                            ClientConfig.builder("app").clientSecret("secret").build())
                    .build();
        } catch (AuthException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokensAreListedAndCleared() {
        TokenKey key = TokenKey.forIssuer("https://idp.example", "app");
        new BlockingTokenStore(store).put(key, Token.builder("at").build());
        assertEquals("https://idp.example", manager.list().get(0).getIssuer());

        ClearOptions options = ClearOptions.builder()
                .revokeOffline(false)
                .removeOnRevokeFail(true)
                .build();
        assertFalse(options.revokesOffline());
        assertFalse(options.revokesOnline());
        assertTrue(options.removesOnRevokeFail());
        ClearedToken cleared = manager.clear(key, options);

        assertTrue(cleared.isRemoved());
        assertEquals(ClearedToken.Revocation.NOT_REQUESTED, cleared.getRevocation());
        assertNull(cleared.getFailure());
        assertNull(manager.clear(key));
        new BlockingTokenStore(store).put(key, Token.builder("at").build());
        assertEquals(1, manager.clear("https://idp.example", "app", options).size());
        assertEquals(0, manager.clear("https://idp.example", "app").size());
        assertEquals(0, new BlockingTokenStore(store).removeStale());
        assertEquals(0, manager.clearAll().size());
        assertEquals(0, manager.clearAll(options).size());
        assertNull(manager.introspect(key));
        assertNull(manager.introspect(key, TokenTypeHint.REFRESH_TOKEN));
        assertFalse(manager.revoke(key));
        assertFalse(manager.revokeAccessToken(key));
    }

    @Test
    void aManagerWithoutSettingsHasTheDefaultStore() {
        TokenManager byDefault = TokenManager.builder().build();
        assertEquals(
                byDefault.getStore(), new BlockingTokenManager().getManager().getStore());
    }

    @Test
    void failuresCanBeCaught() {
        try {
            TokenKey key = TokenKey.forHost("https://app.example");
            new BlockingTokenStore(store).put(key, Token.builder("at").build());
            manager.revoke(key);
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidConfigException.class, e);
        }
    }

    @Test
    void refusedIssuersCanBeCaught() {
        TokenManager.Builder builder = TokenManager.builder();
        Config config = config();
        try {
            builder.client("ftp://idp.example", config.getClient());
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidConfigException.class, e);
        }
        try {
            builder.store(store).build();
        } catch (AuthException e) {
            throw new AssertionError(e);
        }
    }

    private Config config() {
        try {
            return Config.builder("https://idp.example").clientId("app").build();
        } catch (AuthException e) {
            throw new AssertionError(e);
        }
    }
}
