// Tested by MsalSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.Token;
import io.github.oidcauth.TokenListener;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RefreshTokenGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import java.util.function.Consumer;

/** The OAuth 2 client of MSAL Python: its callbacks. */
public final class MsalListeners {
    private MsalListeners() {}

    /** Refreshes a token with a client that is notified of tokens and of replaced refresh tokens. */
    public static Token refreshAndListen(
            String tokenEndpoint, String id, String secret, String refreshToken, Consumer<String> show) {
        // region M12
        var listener = TokenListener.onObtained((key, token) -> show.accept("obtained a token"))
                .onRotated((key, old, fresh) -> show.accept("replaced a refresh token"));
        var config = ClientConfig.builder(id).clientSecret(secret).listener(listener);
        var client = BlockingOAuth2Client.of(tokenEndpoint, config.build());
        return client.token(new RefreshTokenGrant(refreshToken));
        // endregion
    }

    /** Refreshes a token, and is notified of the token of this call alone. */
    public static Token refreshAndListenOnce(BlockingOAuth2Client client, String refreshToken, Consumer<String> show) {
        // region M13
        var options = RequestOptions.builder().listener((key, token) -> show.accept("obtained a token"));
        return client.token(new RefreshTokenGrant(refreshToken, options.build()));
        // endregion
    }
}
