// Tested by PyOidcSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The logins of py_oidc_auth_client: tokens for a host. */
public final class PyOidcLogins {
    private PyOidcLogins() {}

    /** Obtains a token, and shows the header that carries it. */
    public static void showHeader(String host, Consumer<String> show) {
        // region P01
        Token token = OidcAuth.authenticate(host);
        show.accept(token.getHeaders().get("Authorization"));
        // endregion
    }

    /** Obtains a token, and calls an API with it. */
    public static String callWithToken(String host, String api) throws IOException, InterruptedException {
        // region P02
        Token token = OidcAuth.authenticate(host);
        var request = HttpRequest.newBuilder(URI.create(api));
        token.getHeaders().forEach(request::header);
        var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        return response.body();
        // endregion
    }

    /** Obtains a token that is stored under the name of the program, and returns its header. */
    public static Map<String, String> headersOfProgram(String host) {
        // region P06
        var config = Config.builder(host).appName("my-app").build();
        return OidcAuth.authenticate(config).getHeaders();
        // endregion
    }

    /** Says why a login failed, and fails. */
    public static Token reportFailure(String host, Consumer<String> show) {
        // region P11
        try {
            return OidcAuth.authenticate(host);
        } catch (AuthException e) {
            show.accept("Authentication failed: " + e.getMessage());
            throw e;
        }
        // endregion
    }

    /** Logs in once, and then uses the stored token. */
    public static List<Token> logInOnce(String host) {
        // region P15
        Token atTheDesk = OidcAuth.authenticate(host);
        return List.of(atTheDesk, OidcAuth.authenticate(host));
        // endregion
    }

    /** Obtains a token of each of two servers. */
    public static List<Token> tokensOfTwo(String firstHost, String secondHost) {
        // region P16
        Token first = OidcAuth.authenticate(firstHost);
        return List.of(first, OidcAuth.authenticate(secondHost));
        // endregion
    }

    /** Logs in again, within two minutes. */
    public static Token logInAgain(String host) {
        // region P17
        var config = Config.builder(host).timeout(Duration.ofMinutes(2)).build();
        return OidcAuth.authenticate(config, true);
        // endregion
    }

    /** Obtains a token without blocking the thread. */
    public static CompletableFuture<Token> obtainWithoutBlocking(String host) {
        // region P18
        var config = Config.builder(host).timeout(Duration.ofMinutes(2)).build();
        return OidcAuth.authenticateAsync(config);
        // endregion
    }

    /** Shows the status of a login that failed. */
    public static void reportStatus(String host, Consumer<String> show) {
        // region P19
        try {
            OidcAuth.authenticate(host);
        } catch (AuthException e) {
            show.accept("Login failed (" + e.getStatusCode() + "): " + e.getMessage());
        }
        // endregion
    }
}
