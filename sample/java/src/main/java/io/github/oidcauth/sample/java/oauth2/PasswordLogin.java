package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.PasswordGrant;
import io.github.oidcauth.oauth2.RequestOptions;

/** A login for a server that supports nothing else: this program sees the password, so avoid it (RFC 9700 §2.4). */
public final class PasswordLogin {
    private PasswordLogin() {}

    /** Returns a token for the user, by their password. */
    public static Token tokenForPassword(BlockingOAuth2Client client, String username, String password) {
        // Delicate: Kotlin asks for an opt-in here.
        var options = RequestOptions.builder().scope("openid", "profile").build();
        return client.token(new PasswordGrant(username, password, options));
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-tool").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        String username = System.console().readLine("User name: ");
        String password = new String(System.console().readPassword("Password: "));
        System.out.println(tokenForPassword(client, username, password).getExpiresAt());
    }
}
