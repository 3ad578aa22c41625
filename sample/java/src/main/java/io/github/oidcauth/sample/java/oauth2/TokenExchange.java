package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.TokenExchangeGrant;
import io.github.oidcauth.oauth2.TokenType;
import io.github.oidcauth.oauth2.TypedToken;

/** One token in exchange for another: for another API, or to act for another party (RFC 8693). */
public final class TokenExchange {
    private TokenExchange() {}

    /** Returns a token with which an API that was called with {@code accessToken} calls another one for the same user. */
    public static Token tokenForInventory(BlockingOAuth2Client client, String accessToken) {
        var caller = TypedToken.of(accessToken, TokenType.ACCESS_TOKEN);
        var options = RequestOptions.builder().audience("inventory").build();
        return client.token(new TokenExchangeGrant(caller, options));
    }

    /** Returns the same token, which also names the party that acts for the user: the holder of {@code actor}. */
    public static Token tokenOnBehalf(BlockingOAuth2Client client, Token user, Token actor) {
        return client.token(new TokenExchangeGrant(TypedToken.accessToken(user), TypedToken.accessToken(actor)));
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-api")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(tokenForInventory(client, args[0]).getExpiresAt());
    }
}
