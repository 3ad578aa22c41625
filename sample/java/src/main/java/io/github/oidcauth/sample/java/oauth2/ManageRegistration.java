package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.java.BlockingClientRegistrar;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.openid.RegisteredClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes and ends the registration of a client (RFC 7592). */
public final class ManageRegistration {
    private ManageRegistration() {}

    /** Changes the client's name. Store the response: its secrets may be new. */
    public static RegisteredClient rename(String issuer, String kept, String name) {
        var registrar = BlockingClientRegistrar.of(OidcAuth.discover(issuer));
        var registered = RegisteredClient.deserialize(kept);
        var renamed = registered.getMetadata().newBuilder().clientName(name).build();
        return registrar.update(registered, renamed);
    }

    /** Ends the registration. */
    public static void unregister(String issuer, String kept) {
        var registrar = BlockingClientRegistrar.of(OidcAuth.discover(issuer));
        registrar.delete(RegisteredClient.deserialize(kept));
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of("client.json");
        var renamed = rename("https://login.example.com", Files.readString(file), "My new tool");
        Files.writeString(file, renamed.serialize());
    }
}
