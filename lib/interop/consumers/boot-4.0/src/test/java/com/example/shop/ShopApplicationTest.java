package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.testing.ScriptedLoginServer;
import io.github.oidcauth.testing.ServerEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class ShopApplicationTest {
    private static final ScriptedLoginServer LOGIN = ScriptedLoginServer.start();
    private static final List<String> STOCK_REQUESTS = new CopyOnWriteArrayList<>();
    private static final HttpServer STOCK = stock();
    private final HttpClient http = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        LOGIN.registerClient("shop", "secret");
        registry.add("login.issuer", LOGIN::getUrl);
        registry.add("login.client-id", () -> "shop");
        registry.add("login.client-secret", () -> "secret");
        registry.add("login.stock", () -> "http://127.0.0.1:" + STOCK.getAddress().getPort());
    }

    @AfterAll
    static void close() {
        LOGIN.close();
        STOCK.stop(0);
    }

    @Test
    void aServiceTokenIsAskedForOnceAndSentAlong() throws Exception {
        var before = LOGIN.count(ServerEndpoint.TOKEN);
        assertThat(get("/articles/tea").body()).isEqualTo("12 packets");
        assertThat(get("/articles/tea").body()).isEqualTo("12 packets");
        assertThat(STOCK_REQUESTS).hasSize(2).allMatch(header -> header.startsWith("Bearer access-"));
        assertThat(LOGIN.count(ServerEndpoint.TOKEN)).isEqualTo(before + 1);
    }

    @Test
    void aUserWithATokenSeesTheirOrders() throws Exception {
        var token = OidcAuth.authenticate(LOGIN.issuerConfigBuilder().scope("orders").build());
        assertThat(get("/orders", "Authorization", token.getHeaders().get("Authorization")).body())
                .isEqualTo("The orders of alice");
    }

    @Test
    void noOtherTokenIsLetIn() throws Exception {
        var ofAnotherScope = OidcAuth.authenticate(LOGIN.issuerConfigBuilder().scope("mail").build());
        assertThat(get("/orders").statusCode()).isEqualTo(401);
        assertThat(get("/orders", "Authorization", "Bearer made-up").statusCode()).isEqualTo(401);
        assertThat(get("/orders", "Authorization", "Bearer " + ofAnotherScope.getAccessToken()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aDeviceLoginBringsATokenThatIsLetIn() throws Exception {
        var login = send(request("/logins").POST(HttpRequest.BodyPublishers.noBody())).body();
        var code = login.replaceAll(".*\"code\":\"([^\"]+)\".*", "$1");
        assertThat(login).contains(LOGIN.getUrl() + "/activate");
        var token = get("/logins/" + code).body();
        assertThat(get("/orders", "Authorization", "Bearer " + token).body()).isEqualTo("The orders of alice");
    }

    @Test
    void aUserWhoSaysNoIsToldSo() throws Exception {
        LOGIN.getUser().denies();
        try {
            var login = send(request("/logins").POST(HttpRequest.BodyPublishers.noBody())).body();
            var response = get("/logins/" + login.replaceAll(".*\"code\":\"([^\"]+)\".*", "$1"));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("You said no.");
        } finally {
            LOGIN.getUser().approves();
        }
    }

    @Test
    void theLibraryLogsNothingThatNobodyAskedFor(CapturedOutput output) throws Exception {
        get("/articles/tea");
        assertThat(output.getAll()).doesNotContain("SLF4J").doesNotContain("io.ktor").doesNotContain("oidcauth");
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(headers.length == 0 ? request(path) : request(path).headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpServer stock() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/stock/tea", exchange -> {
                STOCK_REQUESTS.add(exchange.getRequestHeaders().getFirst("Authorization"));
                var body = "12 packets".getBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
