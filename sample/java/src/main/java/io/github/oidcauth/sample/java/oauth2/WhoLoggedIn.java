package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.openid.IdTokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user of a login. */
public final class WhoLoggedIn {
    private WhoLoggedIn() {}

    /** Returns the server's claims about the user (OpenID Connect Core 1.0 §5.3). A response about another user is refused. */
    public static String greeting(BlockingOAuth2Client client, Token token) {
        var user = client.userInfo(token);
        return "Hello " + (user.getName() != null ? user.getName() : user.getSubject());
    }

    /**
     * Returns the user of an ID token that another program sent: an app to its backend, a page to its server. Throws unless
     * the token is valid.
     */
    public static String userOf(BlockingOAuth2Client client, String idToken) {
        return client.validateIdToken(idToken).getSubject();
    }

    /** Returns the user of an ID token that the server issues for this client and an API at once, without azp. */
    public static String userOfShared(String issuer, String clientId, String idToken) {
        var settings = IdTokenSettings.builder().trustedAudiences("reports-api").build();
        var config = ClientConfig.builder(clientId).idToken(settings).build();
        var client = BlockingOAuth2Client.discover(issuer, config);
        return client.validateIdToken(idToken).getSubject();
    }

    /** Returns the names of the server's signing keys, fetched now, for example after it announced a change. */
    public static List<String> keyIds(BlockingOAuth2Client client) {
        var keys = client.refreshJwks().getKeys();
        return keys.stream().map(Jwk::getKeyId).toList();
    }

    public static void main(String[] args) throws IOException {
        var config = ClientConfig.builder("my-tool").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(greeting(client, Token.deserialize(Files.readString(Path.of("token.json")))));
    }
}
