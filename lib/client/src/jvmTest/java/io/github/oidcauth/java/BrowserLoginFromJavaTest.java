package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.BrowserLogin;
import io.github.oidcauth.BrowserOpener;
import io.github.oidcauth.CallbackPages;
import io.github.oidcauth.Config;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.TokenListener;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings of a browser login, as they are written in Java. */
class BrowserLoginFromJavaTest {
    private static class Receiver extends JavaCodeReceiver {
        Receiver() {
            super("com.example.app:/callback");
        }

        @Override
        protected String awaitResponse(BrowserLogin login) throws InterruptedException {
            return login.isCallback(login.getRedirectUri()) ? login.getRedirectUri() : null;
        }
    }

    @Test
    void everySettingCanBeMade() {
        Receiver receiver = new Receiver();
        BrowserOpener browser = url -> false;
        TokenListener listener = TokenListener.onObtained((key, token) -> {}).onRotated((key, old, fresh) -> {});
        Config config = Config.builder("https://h.example")
                .redirectPorts(0)
                .redirectHost("127.0.0.1")
                .redirectPath("/")
                .authorizationParameters(Map.of("login_hint", "alice"))
                .browser(browser)
                .callbackPages(new CallbackPages("<p>Done.", null))
                .codeReceiver(receiver)
                .listener(listener)
                .build();
        assertEquals("127.0.0.1", config.getRedirectHost());
        assertEquals("/", config.getRedirectPath());
        assertEquals(Map.of("login_hint", "alice"), config.getAuthorizationParameters());
        assertSame(browser, config.getBrowser());
        assertEquals(new CallbackPages("<p>Done."), config.getCallbackPages());
        assertSame(receiver, config.getCodeReceiver());
        assertSame(listener, config.getListener());
    }

    @Test
    void aBrowserIsACommandOrTheSystems() {
        assertFalse(BrowserOpener.command("/nowhere/browser").open("https://h.example"));
        assertNotNull(BrowserOpener.SYSTEM);
    }

    @Test
    void wrongSettingsCanBeCaught() {
        try {
            BrowserOpener.command();
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidConfigException.class, e);
        }
        try {
            new CallbackPages("");
            fail();
        } catch (AuthException e) {
            assertInstanceOf(InvalidConfigException.class, e);
        }
    }
}
