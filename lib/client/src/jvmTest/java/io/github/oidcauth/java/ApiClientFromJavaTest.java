// Tests AsyncApiClient, BodyStream, Download and OpenResponse.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.ApiException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.http.ApiClientConfig;
import io.github.oidcauth.http.ApiResponse;
import io.github.oidcauth.http.NullFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of an API, as programs in Java call it. */
class ApiClientFromJavaTest {
    private static final TokenSource TOKENS = TokenSource.of("at");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private ExecutorService threads;
    private HttpServer server;
    private BlockingApiClient api;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
        api = BlockingApiClient.of(url(), TOKENS);
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).trim());
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            var path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            switch (path.substring(path.lastIndexOf('/') + 1)) {
                case "fail" -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                    send(exchange, 403, "{\"title\":\"No credit\",\"balance\":30}");
                }
                case "list" -> {
                    if (exchange.getRequestURI().getQuery() == null)
                        exchange.getResponseHeaders().add("Link", "<?page=2>; rel=next");
                    send(exchange, 200, "[1,\"a\",null,{\"b\":true}]");
                }
                case "slow" -> await(exchange);
                case "broken" -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write("part".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                }
                default -> send(exchange, 200, "{\"name\":\"Ada\",\"age\":36}");
            }
        }
    }

    /** Sends the beginning of a response, and its end when the test wants it. */
    private void await(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("begin".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            released.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write("end".getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : octets.length);
        if (!isHead) exchange.getResponseBody().write(octets);
    }

    @Test
    void eachMethodHasItsFunction() {
        assertEquals("Ada", api.get("users/1").toMap().get("name"));
        assertEquals(200, api.head("/users/1").getStatusCode());
        api.post("users", request -> request.json(Map.of("name", "Ada", "tags", List.of(1, true))));
        api.put(List.of("users", 1234), request -> request.form(Map.of("a", true)));
        api.at("users").patch(request -> request.body("[]", "application/json"));
        api.at("users", 1).delete();
        api.request("OPTIONS", "users");
        api.request("GET", List.of("a/b"), request -> request.query("q", "x y").query("none", null));

        assertEquals("GET /v1/users/1", requests.get(0));
        assertEquals("HEAD /v1/users/1", requests.get(1));
        assertTrue(requests.get(2).startsWith("POST /v1/users {"));
        assertTrue(requests.get(2).contains("\"tags\":[1,true]"));
        assertEquals(
                List.of(
                        "PUT /v1/users/1234 a=true",
                        "PATCH /v1/users []",
                        "DELETE /v1/users/1",
                        "OPTIONS /v1/users",
                        "GET /v1/a%2Fb?q=x%20y"),
                requests.subList(3, 8));
        assertTrue(tokens.stream().allMatch("Bearer at"::equals));
    }

    @Test
    void settingsAreThoseOfKotlin() {
        var config = ApiClientConfig.builder(url())
                .tokens(TOKENS)
                .timeout(Duration.ofSeconds(5))
                .expectSuccess(false)
                .nulls(NullFields.EMPTY)
                .header("X-Api", "1")
                .retries(1)
                .build();

        assertEquals(Duration.ofSeconds(5), config.getTimeout());
        assertEquals(403, BlockingApiClient.of(config).get("fail").getStatusCode());
        assertEquals(url(), BlockingApiClient.of(url()).getUrl());
        assertThrows(IllegalArgumentException.class, () -> api.get("../admin"));
        // A source that leaves the functions of Kotlin out.
        assertThrows(IllegalArgumentException.class, () -> BlockingApiClient.of(url(), new TokenSource() {}));
        assertThrows(InvalidConfigException.class, () -> BlockingApiClient.of("users"));
        assertEquals(
                "null", BlockingApiClient.of(url()).get().getStatusCode() == 200 ? tokens.get(tokens.size() - 1) : "");
        api.get("users/1", request -> request.timeout(Duration.ofSeconds(5)));
        assertThrows(
                IllegalArgumentException.class, () -> api.get("users/1", request -> request.timeout(Duration.ZERO)));
    }

    @Test
    void theClientsOfTheProgramSendTheRequests() {
        for (var config : List.of(
                ApiClientConfig.builder(url()).httpClient(new OkHttpClient()).build(),
                ApiClientConfig.builder(url())
                        .httpClient(HttpClient.newHttpClient())
                        .build())) {
            assertEquals(
                    "Ada", BlockingApiClient.of(config).get("users/1").toMap().get("name"));
        }
    }

    @Test
    void anErrorIsThrownWithItsProblem() {
        var e = assertThrows(ApiException.class, () -> api.get("fail"));
        assertEquals(403, e.getStatusCode());
        assertTrue(e.getMessage().contains("No credit"), e.getMessage());

        var problem = api.get("fail", request -> request.expectSuccess(false)).getProblem();
        assertEquals("No credit", problem.getTitle());
        assertEquals(Map.of("balance", 30L), problem.getExtensions());
        assertEquals("about:blank", problem.getType());
    }

    @Test
    void bodiesArePlainValues() {
        List<Object> list = api.get("list").toList();
        assertEquals(1L, list.get(0));
        assertEquals(Map.of("b", true), list.get(3));
        assertThrows(InvalidResponseException.class, () -> api.get("list").toMap());
        assertThrows(InvalidResponseException.class, () -> api.get("users").toList());
        assertEquals(Map.of("name", "Ada", "age", 36L), api.get("users").body(Map.class));
        assertEquals(4, api.get("list").body(List.class).size());
        assertInstanceOf(Map.class, api.get("users").body(Object.class));
        var e = assertThrows(
                IllegalArgumentException.class, () -> api.get("users").body(Duration.class));
        assertTrue(e.getMessage().contains("jsonAdapter"), e.getMessage());
    }

    @Test
    void pagesAreAStream() {
        try (var pages = api.pages("list")) {
            assertEquals(List.of(4, 4), pages.map(page -> page.toList().size()).toList());
        }
        assertEquals(
                1,
                api.pages(List.of("list"), request -> request.header("X-A", "b"))
                        .limit(1)
                        .count());
        assertEquals(3, requests.size());
    }

    @Test
    void aBodyIsReadFromTheConnection() throws IOException {
        try (var body = api.open("slow")) {
            assertArrayEquals("begin".getBytes(StandardCharsets.UTF_8), body.readNBytes(5));
            released.countDown();
            assertEquals("end", new String(body.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(-1, body.read());
        }
        assertThrows(ApiException.class, () -> api.open("fail"));
        assertEquals(200, api.<Integer>stream("users", request -> {}, response -> response.getStatusCode()));
        assertEquals("{", api.stream(List.of("users"), request -> {}, response -> {
            try {
                return String.valueOf((char) response.getBody().read());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    @Test
    void aBodyCanBeClosedBeforeItsEnd() throws IOException {
        var body = api.open("slow");
        assertEquals('b', body.read());
        body.close();
        body.close();
        assertThrows(IOException.class, body::read);
        released.countDown();
        assertEquals("Ada", api.get("users/1").toMap().get("name"));
    }

    @Test
    void aConnectionThatBreaksIsAnIOException() throws IOException {
        try (var body = api.open("broken")) {
            assertThrows(IOException.class, body::readAllBytes);
        }
    }

    @Test
    void aThreadThatWaitsForABodyCanBeInterrupted() throws IOException {
        try (var body = api.open("slow")) {
            body.readNBytes(5);
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, body::read);
            assertTrue(Thread.interrupted());

            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> api.get("slow"));
            assertTrue(Thread.interrupted());
            released.countDown();
        }
    }

    @Test
    void aDownloadIsCompleteOrNotThere() throws IOException {
        var file = directory.resolve("a.json");
        Files.writeString(file, "old");
        assertThrows(ApiException.class, () -> api.download("fail", file));
        assertThrows(io.github.oidcauth.AuthException.class, () -> api.download("broken", file));
        assertEquals("old", Files.readString(file));

        api.download("users/1", file);
        assertEquals("{\"name\":\"Ada\",\"age\":36}", Files.readString(file));
        api.download(List.of("list"), file);
        assertEquals("[1,\"a\",null,{\"b\":true}]", Files.readString(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
        assertThrows(UncheckedIOException.class, () -> api.download("users/1", directory.resolve("none/a.json")));
    }

    @Test
    void filesAndStreamsAreBodies() throws IOException {
        var file = Files.writeString(directory.resolve("b.txt"), "content");
        api.put("files", request -> request.body(file, "text/plain"));
        api.put("files", request -> request.body(() -> new ByteArrayInputStream(new byte[] {'a'}), "text/plain"));
        api.put("files", request -> request.body(new ByteArrayInputStream(new byte[] {'b'}), "text/plain"));
        api.post(
                "files",
                request -> request.multipart(form -> form.text("title", 1).file("document", file)));

        assertEquals(List.of("PUT /v1/files content", "PUT /v1/files a", "PUT /v1/files b"), requests.subList(0, 3));
        assertTrue(requests.get(3)
                .contains("name=\"document\"; filename=\"b.txt\"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n"));
    }

    @Test
    void futuresDoTheSame() throws Exception {
        var async = api.async();
        assertEquals("Ada", async.get("users/1").get().toMap().get("name"));
        assertEquals(
                200,
                async.at("users")
                        .post(request -> request.json(List.of()))
                        .thenApply(ApiResponse::getStatusCode)
                        .join());
        var e = assertThrows(CompletionException.class, () -> async.get("fail").join());
        assertInstanceOf(ApiException.class, e.getCause());
        assertEquals(
                23,
                async.<Integer>stream("users", request -> {}, response -> {
                            try {
                                return response.getBody().readAllBytes().length;
                            } catch (IOException failure) {
                                throw new UncheckedIOException(failure);
                            }
                        })
                        .join());
        try (var body = async.open("users").join()) {
            assertEquals(23, body.readAllBytes().length);
        }
        async.download("users", directory.resolve("c.json")).join();
        assertTrue(Files.exists(directory.resolve("c.json")));
        assertEquals(2, async.pages("list").count());
    }

    @Test
    void cancellingAFutureCancelsTheRequest() throws Exception {
        var future = api.async().get("slow");
        while (requests.isEmpty()) Thread.onSpinWait();
        assertTrue(future.cancel(true));
        assertThrows(CancellationException.class, future::join);
        assertFalse(released.await(0, TimeUnit.SECONDS));
    }

    @Test
    void aClientOfOneVendorIsASubclass() {
        final class Acme extends BlockingApiClient {
            Acme() {
                super(ApiClientConfig.builder(url()).tokens(TOKENS).build());
            }

            String nameOf(long id) {
                return (String) get(List.of("users", id)).toMap().get("name");
            }
        }
        assertEquals("Ada", new Acme().nameOf(1234));
        assertEquals("GET /v1/users/1234", requests.get(0));
    }
}
