package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ServerMetadata;

/** The endpoints of a server: discovered, or known. */
public final class KnownEndpoints {
    private KnownEndpoints() {}

    /** A server that publishes its endpoints: OpenID Connect Discovery 1.0, RFC 8414. One request. */
    public static BlockingOAuth2Client discovered(String issuer, String clientId) {
        return BlockingOAuth2Client.discover(
                issuer, ClientConfig.builder(clientId).build());
    }

    /** A server that does not: set the endpoints that are used. No request. */
    public static BlockingOAuth2Client known(String server, String clientId) {
        var metadata = ServerMetadata.builder()
                .issuer(server)
                .tokenEndpoint(server + "/oauth2/token")
                .deviceAuthorizationEndpoint(server + "/oauth2/device_authorization")
                .jwksUri(server + "/oauth2/jwks")
                .build();
        return BlockingOAuth2Client.of(metadata, ClientConfig.builder(clientId).build());
    }

    public static void main(String[] args) {
        var discovered = discovered("https://login.example.com", "my-tool").getMetadata();
        System.out.println(discovered.strings("scopes_supported"));
        var known = known("https://login.example.com", "my-tool").getMetadata();
        System.out.println(known.getTokenEndpoint());
    }
}
