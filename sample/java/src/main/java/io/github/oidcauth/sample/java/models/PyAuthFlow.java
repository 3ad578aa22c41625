// Tested by PyAuthFlowSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.ClearOptions;
import io.github.oidcauth.ClearedToken;
import io.github.oidcauth.Config;
import io.github.oidcauth.LoginFlow;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.BlockingTokenManager;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.Introspection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** PyAuthFlow: logins at an issuer, and the care of stored tokens. */
public final class PyAuthFlow {
    private PyAuthFlow() {}

    /** Logs in with a code at an issuer, or says that it failed. */
    public static void logInAtIssuer(String issuer, String id, Consumer<String> show) {
        // region A01
        try {
            var config = Config.builder(issuer).clientId(id).scope("openid profile email");
            show.accept("Access token: " + OidcAuth.authenticate(config.build()).getAccessToken());
        } catch (AuthException e) {
            show.accept("Token acquisition failed: " + e.getMessage());
        }
        // endregion
    }

    /** Logs in in the browser. If the browser cannot come back, the user pastes the URL that it could not open. */
    public static void logInInBrowserAtIssuer(String issuer, String id, Consumer<String> show) {
        // region A02
        try {
            var config = Config.builder(issuer)
                    .clientId(id)
                    .scope("openid profile offline_access")
                    .flow(LoginFlow.BROWSER)
                    .build();
            show.accept("Token acquired: " + OidcAuth.authenticate(config).getAccessToken());
        } catch (AuthException e) {
            show.accept("Token acquisition failed: " + e.getMessage());
        }
        // endregion
    }

    /** Introspects a token. */
    public static Introspection introspected(String token, String id, String secret, String issuer) {
        // region A03
        return BlockingOAuth2Client.discover(issuer, id, secret).introspect(token);
        // endregion
    }

    /** Revokes the stored access token. */
    public static boolean revokeAccessToken(String issuer, String id) {
        // region A04
        return new BlockingTokenManager().revokeAccessToken(TokenKey.forIssuer(issuer, id, Set.of("openid")));
        // endregion
    }

    /** Revokes the stored refresh token. */
    public static boolean revokeRefreshToken(String issuer, String id) {
        // region A05
        return new BlockingTokenManager().revoke(TokenKey.forIssuer(issuer, id, Set.of("openid")));
        // endregion
    }

    /** Removes all stored tokens of a client, and revokes those of offline sessions. */
    public static List<ClearedToken> clearClient(String issuer, String id) {
        // region A06
        return new BlockingTokenManager().clear(issuer, id);
        // endregion
    }

    /** Revokes and removes all stored tokens. */
    public static List<ClearedToken> clearEverything(BlockingTokenManager manager) {
        // region A07
        return manager.clearAll(ClearOptions.builder().revokeOnline(true).build());
        // endregion
    }

    /** Lists the stored tokens. */
    public static void listTokens(Consumer<String> show) {
        // region A08
        new BlockingTokenManager().list().forEach(entry -> show.accept(entry.toString()));
        // endregion
    }
}
