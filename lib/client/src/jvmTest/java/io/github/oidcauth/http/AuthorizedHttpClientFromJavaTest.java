package io.github.oidcauth.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.InsufficientScopeException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.OAuthException;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.java.AsyncRequestAuthorization;
import io.github.oidcauth.java.BlockingRequestAuthorization;
import io.github.oidcauth.java.BlockingTokenSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** java.net.http with tokens, as a program in Java uses it. */
class AuthorizedHttpClientFromJavaTest {
    private final ContractTokens tokens = new ContractTokens();
    private final ResourceServer api = new ResourceServer(tokens, true);

    @AfterEach
    void close() {
        api.close();
        assertEquals(List.of(), List.copyOf(api.getFaults()));
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(api.getOrigin() + path)).build();
    }

    @Test
    void aRequestHasAToken() throws IOException, InterruptedException {
        HttpClient http = AuthorizedHttpClient.of(HttpClient.newHttpClient(), tokens, api.getOrigin());
        assertEquals("hello", http.send(request("/x"), BodyHandlers.ofString()).body());
        tokens.revoke();
        assertEquals(
                "hello",
                http.sendAsync(request("/x"), BodyHandlers.ofString()).join().body());
        assertEquals(1, tokens.getRenewals().get());
    }

    @Test
    void aRefusalIsReportedAndReturned() throws IOException, InterruptedException {
        List<OAuthException> refusals = new CopyOnWriteArrayList<>();
        RequestAuthorizer authorizer = RequestAuthorizer.builder(BlockingTokenSource.of(tokens))
                .origin(api.getOrigin())
                .longestRetryDelay(Duration.ofSeconds(1))
                .onRefusal(refusals::add)
                .build();
        api.on(
                "/x",
                received -> ResourceReply.Companion.forbidden("Bearer error=\"insufficient_scope\", scope=\"write\""));
        HttpClient http = AuthorizedHttpClient.of(HttpClient.newHttpClient(), authorizer);
        assertEquals(403, http.send(request("/x"), BodyHandlers.ofString()).statusCode());
        assertEquals(
                "write",
                assertInstanceOf(InsufficientScopeException.class, refusals.get(0))
                        .getScope());
    }

    @Test
    void aFailureIsAnIOException() {
        tokens.setFailure(new InvalidConfigException("There is no user."));
        HttpClient http = AuthorizedHttpClient.of(HttpClient.newHttpClient(), tokens, api.getOrigin());
        assertThrows(IOException.class, () -> http.send(request("/x"), BodyHandlers.ofString()));
    }

    @Test
    void anotherClientCallsTheSameFunctions() {
        RequestAuthorizer authorizer = RequestAuthorizer.of(TokenSource.of("fixed"), "https://api.example.com");
        BlockingRequestAuthorization authorization =
                BlockingRequestAuthorization.begin(authorizer, "GET", "https://api.example.com/x", false);
        assertEquals(Map.of("Authorization", "Bearer fixed"), authorization.headers());
        assertEquals(false, authorization.shouldRetry(200, true, name -> List.of()));
    }

    @Test
    void aFutureIsCompleteWhereNothingIsWaitedFor() {
        RequestAuthorizer authorizer = RequestAuthorizer.of(BlockingTokenSource.of("fixed"), "https://api.example.com");
        AsyncRequestAuthorization authorization =
                AsyncRequestAuthorization.begin(authorizer, "GET", "https://api.example.com/x", false);
        assertEquals(
                Map.of("Authorization", "Bearer fixed"), authorization.headers().getNow(null));
        assertEquals(
                false, authorization.shouldRetry(200, true, name -> List.of()).getNow(null));
        assertEquals(
                false, authorization.shouldRetry(401, true, name -> List.of()).join());
    }

    @Test
    void aSourceOfJavaWithoutItsBaseIsRefused() {
        TokenSource incomplete = new TokenSource() {};
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> RequestAuthorizer.of(incomplete, "https://api.example.com"));
        assertTrue(refused.getMessage().contains("JavaTokenSource"));
    }
}
