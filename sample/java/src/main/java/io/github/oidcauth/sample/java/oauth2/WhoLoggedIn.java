package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who logged in. */
public final class WhoLoggedIn {
    private WhoLoggedIn() {}

    /** What the server knows of who logged in (OpenID Connect Core 1.0 §5.3). An answer about somebody else is refused. */
    public static String greeting(BlockingOAuth2Client client, Token token) throws AuthException, InterruptedException {
        var person = client.userInfo(token);
        return "Hello " + (person.getName() != null ? person.getName() : person.getSubject());
    }

    /** Who an ID token is about that somebody sent: an app its backend, a page its server. Throws unless it is to be trusted. */
    public static String personOf(BlockingOAuth2Client client, String idToken)
            throws AuthException, InterruptedException {
        return client.validateIdToken(idToken).getSubject();
    }

    public static void main(String[] args) throws AuthException, InterruptedException, IOException {
        var config = ClientConfig.builder("my-tool").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(greeting(client, Token.deserialize(Files.readString(Path.of("token.json")))));
    }
}
