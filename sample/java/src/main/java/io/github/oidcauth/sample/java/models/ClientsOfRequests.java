// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.ClientSecretBasic;
import io.github.oidcauth.oauth2.ClientSecretJwt;
import io.github.oidcauth.oauth2.ClientSecretPost;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import io.github.oidcauth.oauth2.PrivateKeyJwt;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.providers.Provider;
import java.util.List;

/** The clients of requests_oauth2client: their endpoints, and their authentication. */
public final class ClientsOfRequests {
    private ClientsOfRequests() {}

    /** Returns a client of a token endpoint, with a secret. */
    public static BlockingOAuth2Client clientOf(String tokenEndpoint, String id, String secret) {
        // region R01
        return BlockingOAuth2Client.of(tokenEndpoint, id, secret);
        // endregion
    }

    /** Returns a client that sends its secret in the header. */
    public static BlockingOAuth2Client clientWithBasic(String tokenEndpoint, String id, String secret) {
        // region R18
        return BlockingOAuth2Client.of(tokenEndpoint, id, new ClientSecretBasic(secret));
        // endregion
    }

    /** Returns a client that sends its secret in the body. */
    public static BlockingOAuth2Client clientWithPost(String tokenEndpoint, String id, String secret) {
        // region R19
        return BlockingOAuth2Client.of(tokenEndpoint, id, new ClientSecretPost(secret));
        // endregion
    }

    /** Returns a client that signs with its secret. */
    public static BlockingOAuth2Client clientWithSecretJwt(String tokenEndpoint, String id, String secret) {
        // region R20
        return BlockingOAuth2Client.of(tokenEndpoint, id, new ClientSecretJwt(secret));
        // endregion
    }

    /** Returns two clients that sign with a private key: the second chooses the algorithm itself. */
    public static List<BlockingOAuth2Client> clientsWithKey(String tokenEndpoint, String id, Jwk key) {
        // region R21
        var client = BlockingOAuth2Client.of(tokenEndpoint, id, new PrivateKeyJwt(key, JwsAlgorithm.ES256));
        var same = BlockingOAuth2Client.of(tokenEndpoint, id, key);
        return List.of(client, same);
        // endregion
    }

    /** Returns a public client. */
    public static BlockingOAuth2Client publicClient(String tokenEndpoint, String id) {
        // region R22
        return BlockingOAuth2Client.of(tokenEndpoint, id);
        // endregion
    }

    /** Returns a client of a token endpoint and a revocation endpoint. */
    public static BlockingOAuth2Client clientThatRevokes(String token, String revocation, String id, String secret) {
        // region R23
        var metadata = ServerMetadata.builder().tokenEndpoint(token).revocationEndpoint(revocation);
        var config = ClientConfig.builder(id).authentication(new ClientSecretJwt(secret));
        return BlockingOAuth2Client.of(metadata.build(), config.build());
        // endregion
    }

    /** Returns a client of a token endpoint and an introspection endpoint. */
    public static BlockingOAuth2Client clientThatIntrospects(
            String token, String introspection, String id, String secret) {
        // region R25
        var metadata = ServerMetadata.builder().tokenEndpoint(token).introspectionEndpoint(introspection);
        var config = ClientConfig.builder(id).authentication(new ClientSecretJwt(secret));
        return BlockingOAuth2Client.of(metadata.build(), config.build());
        // endregion
    }

    /** Returns a client of a token endpoint and a userinfo endpoint. */
    public static BlockingOAuth2Client clientThatAsksForUsers(String token, String userinfo, String id, String secret) {
        // region R27
        var metadata = ServerMetadata.builder().tokenEndpoint(token).userinfoEndpoint(userinfo);
        var config = ClientConfig.builder(id).authentication(new ClientSecretJwt(secret));
        return BlockingOAuth2Client.of(metadata.build(), config.build());
        // endregion
    }

    /** Returns a client of the server that publishes the document at {@code url}. */
    public static BlockingOAuth2Client clientOfDocument(String url, String id) {
        // region R29
        return BlockingOAuth2Client.discover(url, id);
        // endregion
    }

    /** Obtains a token of a known provider, such as {@code Auth0.tenant("mytenant.eu")}. */
    public static Token tokenOfTenant(Provider tenant, String id, String secret) {
        // region R30
        var options = RequestOptions.builder().audience("audience").build();
        return BlockingOAuth2Client.of(tenant, id, secret).token(new ClientCredentialsGrant(options));
        // endregion
    }
}
