// Tested by MsalSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.PasswordGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.ServerMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The OAuth 2 client of MSAL Python: clients, and grants without a browser. */
public final class Msal {
    private Msal() {}

    /** Returns a client of known endpoints, with a secret. */
    public static BlockingOAuth2Client knownClient(String authorization, String token, String id, String secret) {
        // region M01
        var metadata =
                ServerMetadata.builder().authorizationEndpoint(authorization).tokenEndpoint(token);
        return BlockingOAuth2Client.of(metadata.build(), id, secret);
        // endregion
    }

    /** Returns a client that authenticates with the private key in a file. */
    public static BlockingOAuth2Client clientWithKeyFile(String tokenEndpoint, String id, Path pem) throws IOException {
        // region M03
        var key = Jwk.fromPem(Files.readString(pem), JwsAlgorithm.ES256, "service-1");
        return BlockingOAuth2Client.of(tokenEndpoint, id, key);
        // endregion
    }

    /** Obtains a token of the client itself. */
    public static Token tokenOfClient(BlockingOAuth2Client client) {
        // region M04
        return client.token(new ClientCredentialsGrant("read write"));
        // endregion
    }

    /** Obtains a token with a password. */
    public static Token tokenOfPassword(BlockingOAuth2Client client, String username, String password) {
        // region M05
        var options = RequestOptions.builder().scope("openid profile").resource("https://myapi.local");
        return client.token(new PasswordGrant(username, password, options.build()));
        // endregion
    }

    /** Polls once, by a condition that is true at once. */
    public static Token polledByCondition(BlockingOAuth2Client client, DeviceCode code) {
        // region M11
        return client.pollingJob(code).await(() -> true);
        // endregion
    }

    /** Returns a client with a limit for the time of each request. */
    public static BlockingOAuth2Client impatientClient(String tokenEndpoint, String id, Duration limit) {
        // region M14
        var config = ClientConfig.builder(id).requestTimeout(limit).build();
        return BlockingOAuth2Client.of(tokenEndpoint, config);
        // endregion
    }
}
