package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.Token;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginTokenSourceFromJavaTest {
    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private final Config config =
            Config.builder("http://127.0.0.1:1").store(store).interactive(false).build();

    @Test
    void aTokenOfALoginIsReturned() throws Exception {
        Token token = Token.builder("a").expiresIn(Duration.ofHours(1)).build();
        new BlockingTokenStore(store).put(config.getKey(), token);
        BlockingTokenSource tokens = OidcAuth.tokenSource(config);
        assertEquals(token, tokens.token());
        assertEquals(token, tokens.async().token().get(5, TimeUnit.SECONDS));
        assertThrows(InteractionRequiredException.class, () -> tokens.token(token));
    }

    @Test
    void aHostThatCannotWorkIsRefused() {
        assertThrows(InvalidHostException.class, () -> OidcAuth.tokenSource("http://example.com"));
    }
}
