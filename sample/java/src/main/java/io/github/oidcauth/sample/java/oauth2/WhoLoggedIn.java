package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.openid.IdTokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who logged in. */
public final class WhoLoggedIn {
    private WhoLoggedIn() {}

    /** What the server knows of who logged in (OpenID Connect Core 1.0 §5.3). A response about somebody else is refused. */
    public static String greeting(BlockingOAuth2Client client, Token token) throws AuthException, InterruptedException {
        var user = client.userInfo(token);
        return "Hello " + (user.getName() != null ? user.getName() : user.getSubject());
    }

    /** Who an ID token is about that somebody sent: an app its backend, a page its server. Throws unless it is to be trusted. */
    public static String userOf(BlockingOAuth2Client client, String idToken)
            throws AuthException, InterruptedException {
        return client.validateIdToken(idToken).getSubject();
    }

    /** The same where the server issues ID tokens for this client and an API at once, and does not say in azp for which. */
    public static String userOfShared(String issuer, String clientId, String idToken)
            throws AuthException, InterruptedException {
        var settings = IdTokenSettings.builder().trustedAudiences("reports-api").build();
        var config = ClientConfig.builder(clientId).idToken(settings).build();
        var client = BlockingOAuth2Client.discover(issuer, config);
        return client.validateIdToken(idToken).getSubject();
    }

    /** The names of the keys that the server signs with now, fetched anew, as after it told of a change. */
    public static List<String> keyIds(BlockingOAuth2Client client) throws AuthException, InterruptedException {
        var keys = client.refreshJwks().getKeys();
        return keys.stream().map(Jwk::getKeyId).toList();
    }

    public static void main(String[] args) throws AuthException, InterruptedException, IOException {
        var config = ClientConfig.builder("my-tool").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(greeting(client, Token.deserialize(Files.readString(Path.of("token.json")))));
    }
}
