package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.AuthorizationRequest;
import io.github.oidcauth.oauth2.ClientConfig;

/** A login whose parameters the browser can neither see nor change (RFC 9126). */
public final class PushedRequest {
    private PushedRequest() {}

    /** Sends the parameters to the server beforehand; the URL contains a reference in place of them. */
    public static AuthorizationRequest beginPushedLogin(BlockingOAuth2Client client, String redirectUri) {
        var request = client.authorizationRequest(redirectUri)
                .scope("openid", "profile")
                .build();
        return client.push(request);
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-site")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        System.out.println(
                beginPushedLogin(client, "https://my-site.example.com/callback").getUrl());
    }
}
