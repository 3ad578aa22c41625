// Tested by PyOidcSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.Config;
import io.github.oidcauth.DeviceFlow;
import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingCodeFlow;
import io.github.oidcauth.java.BlockingDeviceFlow;
import io.github.oidcauth.java.OidcAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The flows of py_oidc_auth_client: a login with a code or in the browser, and nothing else. */
public final class PyOidcFlows {
    private PyOidcFlows() {}

    /** Logs in with a code on another device, step by step. */
    public static Map<String, String> logInStepByStep(String host, Consumer<String> show) {
        // region P04
        var flow = BlockingDeviceFlow.of(host);
        var code = flow.getDeviceCode();
        show.accept("Open: " + code.getUri());
        show.accept("Code: " + code.getUserCode());
        Token token = flow.poll(code);
        return token.getHeaders();
        // endregion
    }

    /** Logs in in the browser, and in no other way. */
    public static Map<String, String> logInInBrowser(String host) {
        // region P05
        var flow = BlockingCodeFlow.of(host);
        Token token = flow.authenticate();
        return token.getHeaders();
        // endregion
    }

    /** Obtains a token without a browser, and logs in again step by step. */
    public static Token headlessSession(String host, Path path, Consumer<String> show) {
        // region P12
        var config = Config.builder(host).store(new FileTokenStore(path)).build();
        Token token = OidcAuth.authenticate(config);
        show.accept("Logged in: " + token.getHeaders().keySet());
        var flow = BlockingDeviceFlow.of(host);
        var code = flow.getDeviceCode();
        show.accept("Visit: " + code.getUri());
        show.accept("Code: " + code.getUserCode());
        return flow.poll(code);
        // endregion
    }

    /** Returns true: each host has one flow. */
    public static boolean hasOneFlow() {
        // region P20
        var first = BlockingDeviceFlow.of("https://host-a.example.com");
        var same = BlockingDeviceFlow.of("https://host-a.example.com");
        var other = BlockingDeviceFlow.of("https://host-b.example.com");
        return first == same && first != other;
        // endregion
    }

    /** Logs in with one flow, and reads the token from the other: they share the store. */
    public static Token tokenOfOtherFlow(String host) {
        // region P21
        var device = BlockingDeviceFlow.of(host);
        var browser = BlockingCodeFlow.of(host);
        device.authenticate();
        return browser.token();
        // endregion
    }

    /** Forgets all flows of the process. */
    public static void forgetFlows() {
        // region P22
        DeviceFlow.resetInstances();
        // endregion
    }

    /** Refreshes a token now. */
    public static Token refreshNow(String host, String refreshToken) {
        // region P23
        var flow = BlockingDeviceFlow.of(host);
        return flow.refresh(refreshToken);
        // endregion
    }

    /** Logs in with a code, within two minutes. */
    public static String logInWithCode(String host) {
        // region P24
        var config = Config.builder(host).timeout(Duration.ofMinutes(2)).build();
        Token token = BlockingDeviceFlow.of(config).authenticate();
        return token.getAccessToken();
        // endregion
    }

    /** Logs in only if no token is stored. */
    public static void logInIfNeeded(String host, Consumer<String> show) {
        // region P25
        var flow = BlockingDeviceFlow.of(host);
        if (flow.token() != null) {
            show.accept("Already authenticated!");
        } else {
            flow.authenticate();
        }
        // endregion
    }

    /** Logs in in the browser, within two minutes. */
    public static String logInInBrowserSoon(String host) {
        // region P26
        var config = Config.builder(host).timeout(Duration.ofMinutes(2)).build();
        Token token = BlockingCodeFlow.of(config).authenticate();
        return token.getAccessToken();
        // endregion
    }
}
