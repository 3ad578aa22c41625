package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.Saml2BearerGrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A SAML 2.0 assertion that identifies the user (RFC 7522 §2.1). */
public final class SamlBearer {
    private SamlBearer() {}

    /** Returns a token for the user of the assertion, which is XML; the grant encodes it. */
    public static Token tokenForSaml(BlockingOAuth2Client client, String xml) {
        return client.token(new Saml2BearerGrant(xml, "profile"));
    }

    public static void main(String[] args) throws IOException {
        var config = ClientConfig.builder("my-portal")
                .clientSecret(System.getenv("CLIENT_SECRET"))
                .build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        Token token = tokenForSaml(client, Files.readString(Path.of("assertion.xml")));
        System.out.println(token.getExpiresAt());
    }
}
