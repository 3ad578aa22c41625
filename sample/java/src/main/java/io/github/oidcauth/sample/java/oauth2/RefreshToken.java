package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RefreshTokenGrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new token without asking the user again (RFC 6749 §6). */
public final class RefreshToken {
    private RefreshToken() {}

    /** The storage of a token. */
    public interface Keeper {
        void keep(Token token) throws IOException;
    }

    /** Refreshes {@code token}, and stores the response before anything else: the old refresh token may be invalid. */
    public static Token refreshed(BlockingOAuth2Client client, Token token, Keeper keeper) throws IOException {
        Token fresh = client.token(new RefreshTokenGrant(token));
        keeper.keep(fresh);
        return fresh;
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of("token.json");
        var config = ClientConfig.builder("my-tool").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        Token token = Token.deserialize(Files.readString(file));
        token = refreshed(client, token, fresh -> Files.writeString(file, fresh.serialize()));
        System.out.println(token.getExpiresAt());
    }
}
