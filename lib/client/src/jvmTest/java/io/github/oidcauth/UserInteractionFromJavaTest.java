package io.github.oidcauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserInteractionFromJavaTest {
    @Test
    void javaImplementsTheTwoNecessaryFunctionsAlone() {
        List<String> shown = new ArrayList<>();
        UserInteraction own = new UserInteraction() {
            @Override
            public void showDeviceCode(DeviceCode code) {
                shown.add(code.getUserCode());
            }

            @Override
            public void showBrowserLogin(BrowserLogin login) {
                shown.add(login.getUrl());
            }
        };
        own.showBrowserLogin(
                new BrowserLogin("https://login.example.com/auth", "http://localhost:53100/callback", 53100));
        own.showProgress(10);
        own.warn("nothing");
        own.hideProgress();
        assertFalse(own.openBrowser("https://login.example.com"));
        assertNull(own.readPastedLine());
        assertEquals(List.of("https://login.example.com/auth"), shown);
    }

    @Test
    void javaConstructsTheInteractionsOfTheLibrary() {
        List<UserInteraction> all = List.of(
                new TerminalInteraction(),
                new TerminalInteraction(false),
                new NotebookInteraction(),
                new NotebookInteraction((html, text) -> {}),
                SilentInteraction.INSTANCE);
        all.forEach(UserInteraction::hideProgress);
        assertFalse(new TerminalInteraction(false).openBrowser("https://login.example.com"));
    }
}
