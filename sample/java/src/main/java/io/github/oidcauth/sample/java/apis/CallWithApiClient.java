package io.github.oidcauth.sample.java.apis;

import io.github.oidcauth.java.BlockingApiClient;
import io.github.oidcauth.java.OidcAuth;

public class CallWithApiClient {
    public static void main(String[] args) {
        var api = BlockingApiClient.of(
                "https://myapp.example.com/api", OidcAuth.tokenSource("https://myapp.example.com"));
        System.out.println(api.get("me").getText());
    }
}
