package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.AuthorizationRequest;
import io.github.oidcauth.oauth2.ClientConfig;
import java.util.Scanner;

/** A login in the browser (RFC 6749 §4.1, with PKCE), in two steps. */
public final class AuthorizationCode {
    private AuthorizationCode() {}

    /** Begins the login: open the URL of the request, and store its serialized form, which is a secret. */
    public static AuthorizationRequest beginLogin(BlockingOAuth2Client client, String redirectUri) {
        var request = client.authorizationRequest(redirectUri)
                .scope("openid", "profile")
                .build();
        return client.prepare(request); // pushed or signed, if the server requires it
    }

    /** Finishes the login, possibly in another process, when the browser has come back to {@code url}. */
    public static Token finishLogin(BlockingOAuth2Client client, String kept, String url) {
        var request = AuthorizationRequest.deserialize(kept);
        var response = client.validate(request, url);
        return client.token(new AuthorizationCodeGrant(response));
    }

    /** Redeems a code that a mobile app has obtained with this client's id, and with the verifier of its own request. */
    public static Token redeem(BlockingOAuth2Client client, String code, String redirectUri, String verifier) {
        return client.token(new AuthorizationCodeGrant(code, redirectUri, verifier));
    }

    public static void main(String[] args) {
        var config = ClientConfig.builder("my-site")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        AuthorizationRequest request = beginLogin(client, "https://my-site.example.com/callback");
        System.out.println("Open " + request.getUrl() + "\nand paste the address that it leads to:");
        Token token = finishLogin(client, request.serialize(), new Scanner(System.in).nextLine());
        System.out.println(token.getExpiresAt());
    }
}
