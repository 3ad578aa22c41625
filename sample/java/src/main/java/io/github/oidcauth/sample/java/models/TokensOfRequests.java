// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.Introspection;
import io.github.oidcauth.oauth2.TokenExchangeGrant;
import io.github.oidcauth.oauth2.TokenTypeHint;
import io.github.oidcauth.oauth2.TypedToken;
import io.github.oidcauth.openid.UserInfo;
import java.time.Duration;
import java.util.function.Consumer;

/** The tokens of requests_oauth2client: obtained, exchanged, introspected and revoked. */
public final class TokensOfRequests {
    private TokensOfRequests() {}

    /** Makes a token of an access token and a lifetime. */
    public static Token tokenWithLifetime(String accessToken, Duration lifetime, Consumer<String> show) {
        // region R02
        Token token = Token.builder(accessToken).expiresIn(lifetime).build();
        show.accept(token.getExpiresIn() + " until " + token.getExpiresAt());
        show.accept("expired: " + token.isExpired());
        return token;
        // endregion
    }

    /** Obtains a token for a scope and an API. */
    public static Token tokenForApi(BlockingOAuth2Client client, String api) {
        // region R03
        return client.token(new ClientCredentialsGrant("read", api));
        // endregion
    }

    /** Exchanges a token, with its type as a URN. */
    public static Token exchanged(String tokenEndpoint, String id, String secret, String token) {
        // region R15
        var client = BlockingOAuth2Client.of(tokenEndpoint, id, secret);
        var subject = TypedToken.of(token, "urn:ietf:params:oauth:token-type:access_token");
        return client.token(new TokenExchangeGrant(subject));
        // endregion
    }

    /** Exchanges a token for an actor, with short types. */
    public static Token exchangedForActor(BlockingOAuth2Client client, String token, String actorToken) {
        // region R16
        var subject = TypedToken.of(token, "access_token");
        var actor = TypedToken.of(actorToken, "access_token");
        return client.token(new TokenExchangeGrant(subject, actor));
        // endregion
    }

    /** Exchanges a token for an actor, with types that follow from the tokens. */
    public static Token exchangedWithGuessedTypes(BlockingOAuth2Client client, Token token, Token actorToken) {
        // region R17
        var actor = TypedToken.accessToken(actorToken);
        return client.token(new TokenExchangeGrant(TypedToken.accessToken(token), actor));
        // endregion
    }

    /** Revokes tokens: first one of any type, then one of each. */
    public static void revokeTokens(BlockingOAuth2Client client, String any, String accessToken, String refreshToken) {
        // region R24
        client.revoke(any);
        client.revoke(accessToken, TokenTypeHint.ACCESS_TOKEN);
        client.revoke(refreshToken, TokenTypeHint.REFRESH_TOKEN);
        // endregion
    }

    /** Introspects a token, with a hint of its type. */
    public static Introspection introspectedWithHint(BlockingOAuth2Client client, String token) {
        // region R26
        return client.introspect(token, TokenTypeHint.ACCESS_TOKEN);
        // endregion
    }

    /** Requests the claims about the user of an access token, whoever it is. Nobody may be logged in by that. */
    public static UserInfo userOfToken(BlockingOAuth2Client client, String token) {
        // region R28
        return client.userInfo(token);
        // endregion
    }
}
