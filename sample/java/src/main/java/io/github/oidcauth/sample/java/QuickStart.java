package io.github.oidcauth.sample.java;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;

public class QuickStart {
    public static void main(String[] args) {
        Token token = OidcAuth.authenticate("https://myapp.example.com");
        System.out.println(token.getHeaders()); // {Authorization=Bearer …}
    }
}
