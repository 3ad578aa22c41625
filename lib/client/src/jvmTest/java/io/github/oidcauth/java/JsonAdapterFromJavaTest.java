// Tests JsonAdapter, FunctionsAdapter and ApiResponseForJava.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.http.ApiClientConfig;
import io.github.oidcauth.http.JsonAdapter;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jackson 2, Jackson 3 and Gson, each by references to its functions. */
class JsonAdapterFromJavaTest {
    private static final Type USERS = new TypeToken<List<User>>() {}.getType();

    /** An object of the program. */
    public static final class User {
        public String name;
        public Integer age;
        public List<String> tags;

        public User() {}

        User(String name) {
            this.name = name;
        }
    }

    /** An object that nothing can write. */
    public static final class Broken {
        public String getName() {
            throw new IllegalStateException("s3cret");
        }
    }

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private String response = "{\"name\":\"Ada\",\"age\":36}";
    private HttpServer server;

    static Stream<JsonAdapter> adapters() {
        var jackson2 = new com.fasterxml.jackson.databind.ObjectMapper();
        var jackson3 = new tools.jackson.databind.ObjectMapper();
        var gson = new Gson();
        return Stream.of(
                JsonAdapter.of(
                        jackson2::writeValueAsString,
                        jackson2::readValue,
                        new io.github.oidcauth.http.JsonTypeReader() {
                            @Override
                            public <T> T read(String text, Type type) throws Exception {
                                return jackson2.readValue(text, jackson2.constructType(type));
                            }
                        }),
                JsonAdapter.of(
                        jackson3::writeValueAsString,
                        jackson3::readValue,
                        new io.github.oidcauth.http.JsonTypeReader() {
                            @Override
                            public <T> T read(String text, Type type) {
                                return jackson3.readValue(text, jackson3.constructType(type));
                            }
                        }),
                JsonAdapter.of(gson::toJson, gson::fromJson, gson::fromJson));
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] octets = response.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, octets.length);
                exchange.getResponseBody().write(octets);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private BlockingApiClient api(JsonAdapter adapter) {
        return BlockingApiClient.of(ApiClientConfig.builder(
                        "http://127.0.0.1:" + server.getAddress().getPort())
                .jsonAdapter(adapter)
                .build());
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void objectsAreReadAndWritten(JsonAdapter adapter) {
        var api = api(adapter);
        var user = api.post("users", request -> request.json(new User("Grace"))).body(User.class);
        assertEquals("Ada", user.name);
        assertEquals(36, user.age);
        // Members that are null are left out.
        assertEquals("{\"name\":\"Grace\"}", bodies.get(0));

        var map = new LinkedHashMap<String, Object>();
        map.put("user", new User("Grace"));
        map.put("none", null);
        api.post("users", request -> request.json(map));
        assertEquals("{\"user\":{\"name\":\"Grace\"}}", bodies.get(1));
        api.post("users", request -> request.json(List.of(new User("Grace"))));
        assertEquals("[{\"name\":\"Grace\"}]", bodies.get(2));
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void typesWithParametersAreRead(JsonAdapter adapter) {
        response = "[{\"name\":\"Ada\",\"tags\":[\"a\"]},{\"name\":\"Grace\"}]";
        List<User> users = api(adapter).get("users").body(USERS);
        assertEquals(
                List.of("Ada", "Grace"), users.stream().map(user -> user.name).toList());
        assertEquals(List.of("a"), users.get(0).tags);
        assertEquals(2, api(adapter).get("users").toList().size());
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void whatIsNotSuchAnObjectIsAnInvalidResponse(JsonAdapter adapter) {
        for (var text : List.of("{\"age\":\"s3cret\"}", "{", "null", "[]")) {
            response = text;
            var e = assertThrows(
                    InvalidResponseException.class,
                    () -> api(adapter).get("users").body(User.class),
                    text);
            assertTrue(!(e.getMessage() + e.getDetail()).contains("s3cret"), e.getMessage());
        }
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        var jackson = new tools.jackson.databind.ObjectMapper();
        var api = api(JsonAdapter.of(jackson::writeValueAsString, jackson::readValue));
        var e = assertThrows(
                IllegalArgumentException.class, () -> api.post("users", request -> request.json(new Broken())));
        assertTrue(e.getMessage().contains("Broken") && !e.getMessage().contains("s3cret"), e.getMessage());
        assertInstanceOf(RuntimeException.class, e.getCause());
        assertEquals(0, bodies.size());

        var wrong = api(JsonAdapter.of(value -> "no JSON", jackson::readValue));
        assertThrows(
                IllegalArgumentException.class, () -> wrong.post("users", request -> request.json(Map.of("a", 1))));
    }

    @Test
    void twoFunctionsReadClassesAlone() {
        var jackson = new com.fasterxml.jackson.databind.ObjectMapper();
        var api = api(JsonAdapter.of(jackson::writeValueAsString, jackson::readValue));
        assertEquals("Ada", api.get("users").body(User.class).name);
        var e = assertThrows(
                IllegalArgumentException.class, () -> api.get("users").body(USERS));
        assertTrue(e.getMessage().contains("constructType"), e.getMessage());
    }
}
