package io.github.oidcauth.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.oidcauth.TokenSource;
import io.github.oidcauth.http.RequestAuthorizer;
import io.github.oidcauth.java.BlockingTokenSource;
import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class AccessTokensFromJavaTest {
    @Test
    void aClientSendsTheTokensOfASource() throws Exception {
        try (MockWebServer api = new MockWebServer()) {
            api.start();
            api.enqueue(response(200));
            OkHttpClient client = AccessTokenInterceptor.install(
                            new OkHttpClient.Builder(), BlockingTokenSource.of("T1"), origin(api))
                    .build();

            assertEquals(200, status(client, api));
            assertEquals("Bearer T1", api.takeRequest().getHeaders().get("Authorization"));
        }
    }

    @Test
    void theInterceptorAndTheAuthenticatorStandAlone() throws Exception {
        try (MockWebServer api = new MockWebServer()) {
            api.start();
            TokenSource tokens = TokenSource.of("T1");
            RequestAuthorizer authorizer = RequestAuthorizer.of(tokens, origin(api));
            api.enqueue(response(200));
            api.enqueue(response(401));
            api.enqueue(response(200));
            OkHttpClient eager = new OkHttpClient.Builder()
                    .addInterceptor(new AccessTokenInterceptor(tokens, origin(api)))
                    .build();
            OkHttpClient reactive = new OkHttpClient.Builder()
                    .authenticator(new AccessTokenAuthenticator(authorizer))
                    .build();

            assertEquals(200, status(eager, api));
            assertEquals(200, status(reactive, api));
            assertEquals("Bearer T1", api.takeRequest().getHeaders().get("Authorization"));
            assertNull(api.takeRequest().getHeaders().get("Authorization"));
            assertEquals("Bearer T1", api.takeRequest().getHeaders().get("Authorization"));
        }
    }

    private static MockResponse response(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    private static String origin(MockWebServer api) {
        return api.url("/").toString();
    }

    private static int status(OkHttpClient client, MockWebServer api) throws IOException {
        Request request = new Request.Builder().url(api.url("/notes")).build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }
}
