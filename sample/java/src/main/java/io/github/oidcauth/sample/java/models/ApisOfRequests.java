// Tested by RequestsOAuth2ClientApisTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.http.ApiClientConfig;
import io.github.oidcauth.http.ApiResponse;
import io.github.oidcauth.java.BlockingApiClient;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.providers.Auth0Management;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The calls of requests_oauth2client to an API. */
public final class ApisOfRequests {
    private ApisOfRequests() {}

    /** Calls an API with an access token from elsewhere. */
    public static ApiResponse callWithTokenFromElsewhere(String url, String accessToken) {
        // region R31
        return BlockingApiClient.of(url, TokenSource.of(accessToken)).get("api/notes");
        // endregion
    }

    /** Calls an API as a service, whose token is obtained and renewed when that is needed. */
    public static List<ApiResponse> callAsService(String tokenEndpoint, String id, String secret, String url) {
        // region R32
        var client = BlockingOAuth2Client.of(tokenEndpoint, id, secret);
        var tokens = client.tokenSource(new ClientCredentialsGrant("read", "https://myapi.example.com"));
        var api = BlockingApiClient.of(url, tokens);
        return List.of(api.get("api/notes"), api.get("api/notes/1"));
        // endregion
    }

    /** Calls an API with the token of a code, which the first call redeems. The response with the code was validated elsewhere. */
    public static ApiResponse callWithCode(
            String tokenEndpoint,
            String id,
            String secret,
            String url,
            String code,
            String redirectUri,
            String verifier) {
        // region R33
        var client = BlockingOAuth2Client.of(tokenEndpoint, id, secret);
        var grant = new AuthorizationCodeGrant(code, redirectUri, verifier);
        var api = BlockingApiClient.of(url, client.tokenSource(grant));
        return api.post("api/notes", request -> request.json(Map.of("text", "Call me back")));
        // endregion
    }

    /** Calls an API with the token of a device login, for which the first call waits. */
    public static ApiResponse callWithDeviceCode(
            String tokenEndpoint, String deviceEndpoint, String id, String url, BiConsumer<String, String> show) {
        // region R34
        var metadata = ServerMetadata.builder()
                .tokenEndpoint(tokenEndpoint)
                .deviceAuthorizationEndpoint(deviceEndpoint)
                .build();
        var client = BlockingOAuth2Client.of(metadata, id);
        DeviceCode code = client.deviceAuthorization("profile email");
        show.accept(code.getUri(), code.getUserCode());
        return BlockingApiClient.of(url, client.tokenSource(code)).get("api/me");
        // endregion
    }

    /** Calls an API below its root. */
    public static ApiResponse callBelowRoot(String tokenEndpoint, String id, String secret, String url) {
        // region R35
        var client = BlockingOAuth2Client.of(tokenEndpoint, id, secret);
        var api = BlockingApiClient.of(url + "/api", client.tokenSource(new ClientCredentialsGrant("read")));
        return api.get("/notes/1");
        // endregion
    }

    /** Calls an API by a path without a slash in front. */
    public static ApiResponse callWithoutSlash(BlockingApiClient api) {
        // region R36
        return api.get("notes/1");
        // endregion
    }

    /** Calls an API by the segments of a path. */
    public static List<ApiResponse> callBySegments(BlockingApiClient api) {
        // region R37
        var one = api.get(List.of("notes", "1"));
        return List.of(one, api.get(List.of("notes", 1)));
        // endregion
    }

    /** Calls resources of an API. */
    public static List<ApiResponse> callResources(BlockingApiClient api) {
        // region R38
        var all = api.at("notes").get();
        return List.of(all, api.at("notes", 1).get());
        // endregion
    }

    /** Keeps the client of a resource, and calls it several times. */
    public static List<ApiResponse> callOneResource(BlockingApiClient api) {
        // region R39
        var notes = api.at("notes");
        var note = notes.get("1");
        var other = notes.get("2");
        return List.of(note, other, notes.get());
        // endregion
    }

    /** Receives a response with an error as a response. */
    public static ApiResponse receiveError(String url, TokenSource tokens) {
        // region R40
        var config = ApiClientConfig.builder(url).tokens(tokens).expectSuccess(false);
        var api = BlockingApiClient.of(config.build());
        return api.get("notes/4711");
        // endregion
    }

    /** Lets one call fail with an exception if the response is an error. */
    public static ApiResponse failOnError(BlockingApiClient api) {
        // region R41
        return api.get("notes/4711", request -> request.expectSuccess(true));
        // endregion
    }

    /** Calls an API by an HTTP client of the program. */
    public static BlockingApiClient callByOwnClient(HttpClient own, String url) {
        // region R42
        var config = ApiClientConfig.builder(url).httpClient(own);
        return BlockingApiClient.of(config.build());
        // endregion
    }

    /** Calls the Management API of a tenant of Auth0. */
    public static ApiResponse callManagementApi(String tenant, ClientConfig client) {
        // region R43
        var management = BlockingApiClient.of(Auth0Management.of(tenant, client));
        return management.get("users");
        // endregion
    }
}
