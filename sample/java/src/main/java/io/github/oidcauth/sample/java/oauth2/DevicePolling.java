package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RequestOptions;
import java.util.function.BiConsumer;

/** A login with a code, on any device of the user (RFC 8628). */
public final class DevicePolling {
    private DevicePolling() {}

    /** Shows the code, and waits for the user at the interval that the server sets. */
    public static Token deviceToken(String issuer, String clientId, BiConsumer<String, String> show) {
        var config = ClientConfig.builder(clientId).build();
        var client = BlockingOAuth2Client.discover(issuer, config);
        var options = RequestOptions.builder().scope("openid", "profile").build();
        DeviceCode code = client.deviceAuthorization(options);
        show.accept(code.getUri(), code.getUserCode());
        return client.pollingJob(code).await();
    }

    public static void main(String[] args) {
        Token token = deviceToken(
                "https://login.example.com",
                "my-television",
                (page, userCode) -> System.out.println("Open " + page + " and enter " + userCode));
        System.out.println(token.getExpiresAt());
    }
}
