package io.github.oidcauth.sample.java.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.ApiException;
import io.github.oidcauth.http.ApiClientConfig;
import io.github.oidcauth.http.ApiResponse;
import io.github.oidcauth.java.BlockingApiClient;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.BlockingTokenSource;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.ScriptedVisitor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the counterparts of the examples of requests_oauth2client that call an API. */
class RequestsOAuth2ClientApisTest {
    private static ExampleServer example;
    private static String url;
    private static String tokenEndpoint;

    @BeforeAll
    static void start() {
        example = new ExampleServer();
        url = example.issuer();
        tokenEndpoint = example.tokenEndpoint();
    }

    @AfterAll
    static void stop() {
        example.close();
    }

    private static BlockingTokenSource tokens() {
        return BlockingOAuth2Client.of(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET)
                .tokenSource(new ClientCredentialsGrant("read"));
    }

    private static BlockingApiClient api() {
        return BlockingApiClient.of(url + "/api", tokens());
    }

    private static void assertFirstNote(ApiResponse response) {
        assertTrue(response.getText().contains("Water the plants"), response.getText());
    }

    @Test
    @DisplayName("R31: a token from elsewhere")
    void token() {
        assertFirstNote(
                ApisOfRequests.callWithTokenFromElsewhere(url, tokens().token().getAccessToken()));
    }

    @Test
    @DisplayName("R32: client credentials")
    void clientCredentials() {
        ApisOfRequests.callAsService(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, url)
                .forEach(RequestsOAuth2ClientApisTest::assertFirstNote);
    }

    @Test
    @DisplayName("R33: an authorization code")
    void code() throws Exception {
        var client = BlockingOAuth2Client.discover(url, SampleClients.SERVICE, SampleClients.SECRET);
        var visited = new ArrayBlockingQueue<String>(1);
        var page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext("/callback", exchange -> {
            visited.add(exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        page.start();
        try {
            var redirectUri = "http://127.0.0.1:" + page.getAddress().getPort() + "/callback";
            var request =
                    client.authorizationRequest(redirectUri).scope("write").build();
            new ScriptedVisitor().signIn(request.getUrl());
            var code = visited.take().replaceAll(".*code=([^&]+).*", "$1");
            var response = ApisOfRequests.callWithCode(
                    tokenEndpoint,
                    SampleClients.SERVICE,
                    SampleClients.SECRET,
                    url,
                    code,
                    redirectUri,
                    request.getCodeVerifier());
            assertEquals(201, response.getStatusCode());
        } finally {
            page.stop(0);
        }
    }

    @Test
    @DisplayName("R34: a device code")
    void deviceCode() {
        var endpoint = url + "/oauth2/device_authorization";
        var response = ApisOfRequests.callWithDeviceCode(
                tokenEndpoint,
                endpoint,
                SampleClients.CLI,
                url,
                (uri, userCode) -> new Thread(() -> new ScriptedVisitor().approveDevice(uri, userCode)).start());
        assertTrue(response.getText().contains("alice"), response.getText());
    }

    @Test
    @DisplayName("R35: a root")
    void root() {
        assertFirstNote(ApisOfRequests.callBelowRoot(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, url));
    }

    @Test
    @DisplayName("R36: a path without a slash in front")
    void withoutSlash() {
        assertFirstNote(ApisOfRequests.callWithoutSlash(api()));
    }

    @Test
    @DisplayName("R37: segments of a path")
    void segments() {
        ApisOfRequests.callBySegments(api()).forEach(RequestsOAuth2ClientApisTest::assertFirstNote);
    }

    @Test
    @DisplayName("R38: resources")
    void resources() {
        ApisOfRequests.callResources(api()).forEach(RequestsOAuth2ClientApisTest::assertFirstNote);
    }

    @Test
    @DisplayName("R39: one resource")
    void resource() {
        var statuses = ApisOfRequests.callOneResource(api()).stream()
                .map(ApiResponse::getStatusCode)
                .toList();
        assertEquals(List.of(200, 200, 200), statuses);
    }

    @Test
    @DisplayName("R40: an error as a response")
    void errorAsResponse() {
        assertEquals(404, ApisOfRequests.receiveError(url + "/api", tokens()).getStatusCode());
    }

    @Test
    @DisplayName("R41: an error as an exception")
    void errorAsException() {
        var config = ApiClientConfig.builder(url + "/api").tokens(tokens()).expectSuccess(false);
        var api = BlockingApiClient.of(config.build());
        var failure = assertThrows(ApiException.class, () -> ApisOfRequests.failOnError(api));
        assertEquals(404, failure.getStatusCode());
    }

    @Test
    @DisplayName("R42: an HTTP client of the program")
    void ownClient() {
        var own = HttpClient.newHttpClient();
        var response = ApisOfRequests.callByOwnClient(own, url).get(".well-known/openid-configuration");
        assertEquals(200, response.getStatusCode());
    }

    @Test
    @DisplayName("R43: the Management API of Auth0")
    void managementApi() {
        var tenant = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    var address = chain.request().url().toString();
                    var isTokenEndpoint = address.equals("https://mytenant.eu.auth0.com/oauth/token");
                    var body = isTokenEndpoint
                            ? "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}"
                            : "[\"" + address + "\"]";
                    return new Response.Builder()
                            .request(chain.request())
                            .protocol(Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .body(ResponseBody.create(body, MediaType.get("application/json")))
                            .build();
                })
                .build();
        var client = ClientConfig.builder("client-id").clientSecret("secret").httpClient(tenant);
        var response = ApisOfRequests.callManagementApi("mytenant.eu", client.build());
        assertEquals(List.of("https://mytenant.eu.auth0.com/api/v2/users"), response.toList());
    }
}
