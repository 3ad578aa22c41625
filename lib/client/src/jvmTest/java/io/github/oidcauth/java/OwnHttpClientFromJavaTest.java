// Tests JdkCallEngine and OwnHttpClients.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.Config;
import io.github.oidcauth.HttpException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.ServerMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HTTP client of the program, and a proxy, in one line each. */
class OwnHttpClientFromJavaTest {
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getProtocol() + " " + body);
            if (status >= 300) exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] response = "{\"access_token\":\"at\",\"token_type\":\"Bearer\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, response.length);
            exchange.getResponseBody().write(response);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    private String token(ClientConfig.Builder config) {
        var metadata = ServerMetadata.builder().tokenEndpoint(endpoint()).build();
        return BlockingOAuth2Client.of(metadata, config.clientSecret("s").build())
                .token(new ClientCredentialsGrant())
                .getAccessToken();
    }

    @Test
    void requestsAreSentByTheClientOfTheProgram() {
        List<String> seen = new ArrayList<>();
        var http = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    seen.add(chain.request().url().encodedPath());
                    return chain.proceed(chain.request());
                })
                .build();

        assertEquals("at", token(ClientConfig.builder("c").httpClient(http)));
        assertEquals("at", token(ClientConfig.builder("c").httpClient(HttpClient.newHttpClient())));
        assertEquals(List.of("/token"), seen);
        assertEquals(2, requests.size());
        for (var request : requests) {
            assertTrue(request.startsWith("POST HTTP/1.1 grant_type=client_credentials"), request);
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        status = 307;
        var following = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();

        assertThrows(HttpException.class, () -> token(ClientConfig.builder("c").httpClient(new OkHttpClient())));
        assertThrows(
                HttpException.class, () -> token(ClientConfig.builder("c").httpClient(HttpClient.newHttpClient())));
        assertEquals(2, requests.size());
        assertThrows(
                IllegalArgumentException.class, () -> ClientConfig.builder("c").httpClient(following));
    }

    @Test
    void aServerThatIsNotThereIsToldAsAlways() {
        server.stop(0);

        var failure = assertThrows(
                TransportException.class,
                () -> token(ClientConfig.builder("c")
                        .requestTimeout(Duration.ofSeconds(20))
                        .httpClient(HttpClient.newHttpClient())));
        assertEquals(TransportException.Fault.CONNECTION_REFUSED, failure.getFault());
    }

    @Test
    void configurationsWithTheSameClientAreEqual() {
        var http = new OkHttpClient();
        var jdk = HttpClient.newHttpClient();

        assertEquals(
                Config.builder("https://a.example").httpClient(http).build(),
                Config.builder("https://a.example").httpClient(http).build());
        assertEquals(
                ClientConfig.builder("c").httpClient(jdk).build(),
                ClientConfig.builder("c").httpClient(jdk).build());
        assertNotEquals(
                ClientConfig.builder("c").httpClient(http).build(),
                ClientConfig.builder("c").httpClient(new OkHttpClient()).build());
    }

    @Test
    void aProxyIsOneLine() {
        var config = Config.builder("https://a.example")
                .proxy("http://proxy.example:3128")
                .build();
        var client = ClientConfig.builder("c")
                .proxy("http://u:geheim@proxy.example:3128")
                .build();

        assertFalse(client.toString().contains("geheim"));
        assertNotEquals(config, Config.builder("https://a.example").build());
        var failure = assertThrows(
                InvalidConfigException.class,
                () -> ClientConfig.builder("c")
                        .proxy("ftp://u:geheim@proxy.example")
                        .build());
        assertEquals(
                "The setting proxy names a ftp proxy, which is not supported. Set it to a URL like"
                        + " http://proxy.example.com:3128, or unset it.",
                failure.getMessage());
        assertThrows(
                InvalidConfigException.class,
                () -> ClientConfig.builder("c")
                        .proxy("http://proxy.example:3128")
                        .httpClient(new OkHttpClient())
                        .build());
    }
}
