package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.openid.LogoutOptions;
import io.github.oidcauth.openid.LogoutRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ends the tokens, and the user's session at the server. */
public final class LogOut {
    private LogOut() {}

    /** Revokes {@code token}, and returns a page to open in the user's browser: it logs them out and leads {@code back}. */
    public static LogoutRequest logout(BlockingOAuth2Client client, Token token, String back) {
        client.revoke(token);
        return client.logoutRequest(LogoutOptions.builder()
                .idTokenHint(token)
                .postLogoutRedirectUri(back)
                .build());
    }

    public static void main(String[] args) throws IOException {
        var config = ClientConfig.builder("my-site").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        Token token = Token.deserialize(Files.readString(Path.of("token.json")));
        System.out.println("Open "
                + logout(client, token, "https://my-site.example.com/bye").getUrl());
    }
}
