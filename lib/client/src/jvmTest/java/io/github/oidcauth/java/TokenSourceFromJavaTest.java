// Tests AsyncTokenSource, BlockingTokenSource, JavaTokenSource and TokenSource.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InsufficientUserAuthenticationException;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.IssuingServer;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.TokenSourceOptions;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.http.RequestAuthorizer;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.BackchannelAuthentication;
import io.github.oidcauth.oauth2.CibaGrant;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.CustomGrant;
import io.github.oidcauth.oauth2.Grant;
import io.github.oidcauth.oauth2.JwtBearerGrant;
import io.github.oidcauth.oauth2.PasswordGrant;
import io.github.oidcauth.oauth2.RefreshTokenGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.Saml2BearerGrant;
import io.github.oidcauth.oauth2.TokenExchangeGrant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenSourceFromJavaTest {
    private final IssuingServer server = new IssuingServer();
    private final BlockingOAuth2Client client = BlockingOAuth2Client.of(server.getTokenEndpoint(), "client", "secret");

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<Grant> grants() {
        return List.of(
                new AuthorizationCodeGrant("code", "http://127.0.0.1/"),
                new RefreshTokenGrant("refresh0"),
                new PasswordGrant("alice", "password"),
                new TokenExchangeGrant("subject"),
                new JwtBearerGrant("assertion"),
                new Saml2BearerGrant("<xml/>"),
                new CustomGrant(
                        "urn:example:badge",
                        RequestOptions.builder().parameter("badge", "1").build()));
    }

    @Test
    void eachGrantIsSentOnceAndItsTokenRefreshed() {
        for (Grant grant : grants()) {
            BlockingTokenSource tokens = client.tokenSource(grant);
            int before = server.getForms().size();
            Token first = tokens.token();
            assertEquals(first, tokens.token());
            Token second = tokens.token(first);
            assertEquals(second, tokens.token(first));
            List<String> sent =
                    server.getGrants().subList(before, server.getForms().size());
            String kind = grant.getGrantType().substring(grant.getGrantType().lastIndexOf(':') + 1);
            assertEquals(List.of(kind, "refresh_token"), sent);
        }
    }

    @Test
    void clientCredentialsAreNeverRefreshed() {
        BlockingTokenSource tokens = client.tokenSource(new ClientCredentialsGrant("read"));
        assertEquals("access2", tokens.token(tokens.token()).getAccessToken());
        assertEquals(List.of("client_credentials", "client_credentials"), server.getGrants());
    }

    @Test
    void loginsElsewhereArePolledFor() {
        DeviceCode code = DeviceCode.deserialize(
                "{\"device_code\":\"dc\",\"user_code\":\"U\",\"verification_uri\":\"https://as.example\",\"expires_in\":60,"
                        + "\"interval\":1}");
        BackchannelAuthentication login =
                BackchannelAuthentication.deserialize("{\"auth_req_id\":\"ar\",\"expires_in\":60,\"interval\":1}");
        CompletableFuture<Token> byDevice = client.tokenSource(code).async().token();
        CompletableFuture<Token> byLogin = client.async().tokenSource(login).token();
        assertEquals(2, List.of(byDevice.join(), byLogin.join()).size());
        assertTrue(
                server.getGrants().containsAll(List.of("device_code", "ciba")),
                server.getGrants().toString());
        assertTrue(client.tokenSource(new CibaGrant("ar")).toString().contains("client"));
    }

    @Test
    void aGrantIsMadeAnewForEachRequest() {
        AtomicInteger made = new AtomicInteger();
        BlockingTokenSource tokens =
                client.tokenSource(() -> new ClientCredentialsGrant("scope" + made.incrementAndGet()));
        tokens.token();
        assertEquals("scope1", server.getForms().get(0).get("scope"));
        AsyncTokenSource async = client.async()
                .tokenSource(() -> CompletableFuture.completedFuture(new ClientCredentialsGrant("scope")));
        assertEquals("access2", async.token().join().getAccessToken());
        BlockingTokenSource failing = client.tokenSource(() -> {
            throw new IOException("no vault");
        });
        assertTrue(assertThrows(TransportException.class, failing::token)
                .getMessage()
                .contains("no vault"));
    }

    @Test
    void aTokenIsKeptInAStore() {
        TokenSourceOptions options = TokenSourceOptions.builder()
                .store(new InMemoryTokenStore())
                .key(TokenKey.of("service"))
                .leeway(Duration.ofSeconds(10))
                .refreshAhead(0.2)
                .onFailure(failure -> assertNull(failure))
                .build();
        assertEquals(Duration.ofSeconds(10), options.getLeeway());
        Grant grant = new ClientCredentialsGrant("read");
        Token token = client.tokenSource(grant, options).token();
        assertEquals(token, client.async().tokenSource(grant, options).token().join());
        assertEquals(1, server.getForms().size());
        assertThrows(
                InvalidConfigException.class,
                () -> TokenSourceOptions.builder().refreshAhead(0.6).build());
    }

    @Test
    void aTokenIsRefreshed() {
        Token old = Token.builder("old").refreshToken("refresh0").build();
        BlockingTokenSource tokens = client.tokenSource(old);
        assertSame(old, tokens.token());
        assertEquals("access1", tokens.token(old).getAccessToken());
        BlockingTokenSource last = client.tokenSource(Token.builder("last").build());
        assertThrows(InteractionRequiredException.class, () -> last.token(last.token()));
    }

    @Test
    void aFunctionIsCalledOnce() {
        AtomicInteger calls = new AtomicInteger();
        BlockingTokenSource tokens = BlockingTokenSource.of(
                () -> Token.builder("token" + calls.incrementAndGet()).build());
        Token first = tokens.token();
        assertSame(first, tokens.token());
        assertEquals("token2", tokens.async().token(first).join().getAccessToken());
        AsyncTokenSource async = AsyncTokenSource.of(
                () -> CompletableFuture.completedFuture(Token.builder("a").build()));
        assertEquals("a", async.token().join().getAccessToken());
        assertEquals("a", BlockingTokenSource.of(async).token().getAccessToken());
    }

    @Test
    void anExceptionOfAFunctionBecomesOneOfTheLibrary() {
        BlockingTokenSource failing = BlockingTokenSource.of(() -> {
            throw new IllegalStateException("secret");
        });
        TransportException failure = assertThrows(TransportException.class, failing::token);
        assertTrue(failure.getMessage().contains("IllegalStateException")
                && !failure.getMessage().contains("secret"));
        AsyncTokenSource async = AsyncTokenSource.of(() -> CompletableFuture.failedFuture(new IOException("no vault")));
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> async.token().join());
        assertInstanceOf(TransportException.class, thrown.getCause());
    }

    @Test
    void aTokenInMemoryIsReturnedWithoutACoroutine() {
        BlockingTokenSource tokens =
                BlockingTokenSource.of(() -> Token.builder("a").build());
        tokens.token();
        // Whatever blocked would notice.
        Thread.currentThread().interrupt();
        assertEquals("a", tokens.token().getAccessToken());
        assertEquals("fixed", BlockingTokenSource.of("fixed").token().getAccessToken());
        assertTrue(tokens.async().token().isDone());
        for (TokenSource source : List.of(tokens, tokens.async())) {
            RequestAuthorizer authorizer = RequestAuthorizer.of(source, "https://api.example");
            BlockingRequestAuthorization request =
                    BlockingRequestAuthorization.begin(authorizer, "GET", "https://api.example/", false);
            assertEquals("Bearer a", request.headers().get("Authorization"));
            assertTrue(request.async().headers().isDone());
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    void anInterruptedCallerHarmsNoOther() {
        CompletableFuture<Token> arrived = new CompletableFuture<>();
        AsyncTokenSource source = AsyncTokenSource.of(() -> arrived);
        CompletableFuture<Token> patient = source.token();
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> BlockingTokenSource.of(source).token());
        assertTrue(Thread.interrupted());
        arrived.complete(Token.builder("a").build());
        assertEquals("a", patient.join().getAccessToken());
    }

    private static final class OwnSource extends JavaTokenSource {
        private final List<Token> rejected = new ArrayList<>();

        @Override
        protected Token obtain(Token rejected) throws IOException {
            if (rejected == null) return Token.builder("own").build();
            this.rejected.add(rejected);
            throw new IOException("no other");
        }

        @Override
        protected Token obtainStronger(Token rejected, InsufficientUserAuthenticationException challenge) {
            return Token.builder("stronger").build();
        }
    }

    @Test
    void aSourceOfOnesOwnIsOneForAll() {
        OwnSource own = new OwnSource();
        TokenSource source = own;
        BlockingTokenSource tokens = BlockingTokenSource.of(source);
        Token token = tokens.token();
        assertEquals("own", token.getAccessToken());
        assertThrows(TransportException.class, () -> tokens.token(token));
        assertEquals(List.of(token), own.rejected);
        Token stronger = tokens.stepUp(token, new InsufficientUserAuthenticationException());
        assertEquals("stronger", stronger.getAccessToken());
        assertEquals(
                "stronger",
                tokens.async()
                        .stepUp(token, new InsufficientUserAuthenticationException())
                        .join()
                        .getAccessToken());
    }
}
