package io.github.oidcauth.sample.java.apis;

import io.github.oidcauth.java.BlockingApiClient;
import io.github.oidcauth.java.OidcAuth;

public class CallWithApiClient {
    public static void main(String[] args) {
        var tokens = OidcAuth.tokenSource("https://myapp.example.com");
        var api = BlockingApiClient.of("https://myapp.example.com/api", tokens);
        System.out.println(api.get("me").getText());
    }
}
