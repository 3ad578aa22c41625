package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest;
import io.github.oidcauth.oauth2.ClientConfig;

/** A login that the user approves on their telephone (CIBA Core 1.0). */
public final class BackchannelLogin {
    private BackchannelLogin() {}

    /** Waits for {@code user}, who sees {@code message} here and on their telephone, to compare. */
    public static Token tokenByTelephone(BlockingOAuth2Client client, String user, String message) {
        var request = BackchannelAuthenticationRequest.loginHint(user)
                .bindingMessage(message)
                .build();
        var login = client.backchannelAuthentication(request);
        return client.pollingJob(login).await();
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-desk")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println("Compare the code on your telephone: W4SCT");
        Token token = tokenByTelephone(client, "alice@example.com", "W4SCT");
        System.out.println(token.getExpiresAt());
    }
}
