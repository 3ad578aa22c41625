// Tested by PyOidcSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.Config;
import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.java.OidcAuth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The token store of py_oidc_auth_client. */
public final class PyOidcStores {
    private PyOidcStores() {}

    /** Keeps the tokens in a file of the program. */
    public static Token tokenInFile(String host, Path path) {
        // region P03
        var store = new FileTokenStore(path);
        return OidcAuth.authenticate(Config.builder(host).store(store).build());
        // endregion
    }

    /** Obtains a token with the store of the program. */
    public static Token tokenInStoreOfProgram(String host) {
        // region P07
        var store = FileTokenStore.forApp("my-app");
        return OidcAuth.authenticate(Config.builder(host).store(store).build());
        // endregion
    }

    /** Configures the routes of an application. */
    public static Config configuredRoutes(String host) {
        // region P08
        return Config.builder(host)
                .loginRoute("/auth/v2/login")
                .tokenRoute("/auth/v2/token")
                .deviceRoute("/auth/v2/device")
                .build();
        // endregion
    }

    /** Keeps the tokens of development and production apart. */
    public static List<Token> tokensApart(String developmentHost, String host, Path path) {
        // region P09
        var production = FileTokenStore.forApp("my-app");
        var development = new FileTokenStore(path);
        var developmentConfig =
                Config.builder(developmentHost).store(development).build();
        Token developmentToken = OidcAuth.authenticate(developmentConfig);
        Token token =
                OidcAuth.authenticate(Config.builder(host).store(production).build());
        return List.of(developmentToken, token);
        // endregion
    }

    /** Obtains the headers for another client library. */
    public static Map<String, String> headersFor(String host, Path path) {
        // region P10
        var config = Config.builder(host).store(new FileTokenStore(path)).build();
        return OidcAuth.authenticate(config).getHeaders();
        // endregion
    }

    /** Keeps the tokens of two servers in one store. */
    public static List<Token> tokensInOneStore(String firstHost, String secondHost) {
        // region P13
        var store = FileTokenStore.forApp("my-app");
        Token first =
                OidcAuth.authenticate(Config.builder(firstHost).store(store).build());
        Token second =
                OidcAuth.authenticate(Config.builder(secondHost).store(store).build());
        return List.of(first, second);
        // endregion
    }

    /** Obtains a token in a batch job, from a file of the program: nobody is asked. */
    public static Token tokenInBatchJob(String host, Path path) {
        // region P14
        var store = new FileTokenStore(path);
        var config = Config.builder(host).store(store).interactive(false).build();
        return OidcAuth.authenticate(config);
        // endregion
    }

    /** Puts, gets, lists and removes a stored token. */
    public static void storedTokens(String host, Token token, Consumer<String> show) {
        // region P27
        var store = new BlockingTokenStore(FileTokenStore.forApp());
        var key = TokenKey.forHost(host);
        store.put(key, token);
        if (store.get(key) != null) show.accept("Stored!");
        store.keys().forEach(stored -> show.accept(stored.getValue()));
        store.remove(key);
        // endregion
    }

    /** Removes all stored tokens. */
    public static void removeAll() {
        // region P28
        var store = new BlockingTokenStore(FileTokenStore.forApp());
        store.clear();
        // endregion
    }
}
