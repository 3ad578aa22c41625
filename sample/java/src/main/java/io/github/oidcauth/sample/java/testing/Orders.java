package io.github.oidcauth.sample.java.testing;

import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.TokenExchangeGrant;
import io.github.oidcauth.oauth2.TypedToken;
import java.util.Optional;

/** A service that users call with their tokens, and that calls another one on their behalf. */
public final class Orders {
    private final BlockingOAuth2Client client;

    public Orders(BlockingOAuth2Client client) {
        this.client = client;
    }

    /** Returns a token for the inventory, about the user of that access token, or nothing if it is not valid. */
    public Optional<String> inventoryToken(String accessToken) {
        if (!client.introspect(accessToken).isActive()) return Optional.empty();
        var subject = TypedToken.of(accessToken, "access_token");
        var options = RequestOptions.builder().audience("inventory").build();
        return Optional.of(
                client.token(new TokenExchangeGrant(subject, options)).getAccessToken());
    }
}
