package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.java.BlockingClientRegistrar;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.openid.ClientMetadata;
import io.github.oidcauth.openid.RegisteredClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Registers this program at a server that does not know it (RFC 7591). */
public final class RegisterClient {
    private RegisterClient() {}

    /** Registers the program. Some servers require an {@code initialToken}; null for none. */
    public static RegisteredClient register(String issuer, String initialToken) {
        var metadata = OidcAuth.discover(issuer);
        var asked = ClientMetadata.builder()
                .clientName("My tool")
                .redirectUris("http://127.0.0.1/callback")
                .grantTypes("authorization_code", "refresh_token")
                .build();
        return BlockingClientRegistrar.of(metadata).register(asked, initialToken);
    }

    /** Returns the registered client, from its serialized form. */
    public static BlockingOAuth2Client registeredClient(String issuer, String kept) {
        var registered = RegisteredClient.deserialize(kept);
        return BlockingOAuth2Client.discover(issuer, registered.toConfig().build());
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of("client.json");
        var registered = register("https://login.example.com", args.length > 0 ? args[0] : null);
        Files.writeString(file, registered.serialize()); // the secret is in it
        System.out.println(registeredClient("https://login.example.com", Files.readString(file)));
    }
}
