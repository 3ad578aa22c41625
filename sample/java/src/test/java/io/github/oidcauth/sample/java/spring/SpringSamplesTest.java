package io.github.oidcauth.sample.java.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.SampleServer;
import io.github.oidcauth.sample.server.Settings;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.web.client.HttpClientErrorException;

class SpringSamplesTest {
    private static SampleServer server;

    @BeforeAll
    static void start() {
        server = SampleServer.start(new Settings(
                0, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(1)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("a service of Spring Boot calls an API with its own token, which it gets once")
    void service() {
        long before = tokenRequests();
        try (var context = SpringApplication.run(NotesService.class, arguments("read"))) {
            var service = context.getBean(NotesService.class);
            assertTrue(service.note(1).contains("Water the plants"));
            assertTrue(service.note(2).contains("Call Bob"));
        }
        assertEquals(before + 1, tokenRequests());
    }

    @Test
    @DisplayName("a token without the scope gets the refusal of the API")
    void scope() {
        try (var context = SpringApplication.run(NotesService.class, arguments("write"))) {
            var service = context.getBean(NotesService.class);
            assertThrows(HttpClientErrorException.Forbidden.class, () -> service.note(1));
        }
    }

    @Test
    @DisplayName("a client without Spring Boot")
    void client() {
        var client = BlockingOAuth2Client.discover(server.getIssuer(), SampleClients.SERVICE, SampleClients.SECRET);
        var tokens = client.tokenSource(new ClientCredentialsGrant("read"));
        var notes = SpringClients.restClient(tokens, server.getUrl());
        assertTrue(notes.get().uri("/api/notes/1").retrieve().body(String.class).contains("Water"));
    }

    private static long tokenRequests() {
        return server.getRequests().stream()
                .filter(it -> it.getPath().endsWith("/token"))
                .count();
    }

    private String[] arguments(String scope) {
        return new String[] {
            "--notes.url=" + server.getUrl(),
            "--oidc-auth.clients.notes.issuer=" + server.getIssuer(),
            "--oidc-auth.clients.notes.client-id=" + SampleClients.SERVICE,
            "--oidc-auth.clients.notes.client-secret=" + SampleClients.SECRET,
            "--oidc-auth.clients.notes.scope=" + scope,
            "--oidc-auth.clients.notes.origins=" + server.getUrl(),
        };
    }
}
