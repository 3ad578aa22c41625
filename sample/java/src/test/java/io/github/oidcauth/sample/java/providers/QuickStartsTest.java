package io.github.oidcauth.sample.java.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.BrowserLogin;
import io.github.oidcauth.Config;
import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.UserInteraction;
import io.github.oidcauth.java.BlockingTokenSource;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.sample.server.vendors.ScriptedVendors;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuickStartsTest {
    private static final ScriptedVendors VENDORS = ScriptedVendors.start();

    /** Sends the requests for a vendor to the server of this test. */
    private static final OkHttpClient ROUTED = new OkHttpClient.Builder()
            .addInterceptor(chain -> {
                Request request = chain.request();
                Request local = request.newBuilder()
                        .url(VENDORS.local(request.url().toString()))
                        .build();
                return chain.proceed(local).newBuilder().request(request).build();
            })
            .build();

    @AfterAll
    static void stop() {
        VENDORS.close();
    }

    /** A user who agrees at once, and writes down what they were shown. */
    private static final class Willing implements UserInteraction {
        private final List<String> shown = new CopyOnWriteArrayList<>();

        @Override
        public void showDeviceCode(DeviceCode code) {
            shown.add(code.getUserCode() + " at " + code.getVerificationUri());
        }

        @Override
        public void showBrowserLogin(BrowserLogin login) {
            shown.add(login.getUrl().replaceFirst("\\?.*", ""));
            URI callback = URI.create(ScriptedVendors.agreedAtGoogle(login.getUrl()));
            HttpClient.newHttpClient()
                    .sendAsync(HttpRequest.newBuilder(callback).build(), BodyHandlers.discarding());
        }
    }

    private static BlockingTokenSource tokens(Config.Builder login, Willing user) {
        return OidcAuth.tokenSource(login.store(new InMemoryTokenStore())
                .interaction(user)
                .openBrowser(false)
                .build());
    }

    @Test
    @DisplayName("GitHub: the user logs in with a code, once")
    void gitHub() throws Exception {
        Willing user = new Willing();
        ClientConfig client =
                ClientConfig.builder("my-client").httpClient(ROUTED).build();
        BlockingTokenSource tokens = tokens(GitHubQuickStart.login(client), user);
        for (int call = 0; call < 2; call++) {
            String said = GitHubQuickStart.user(tokens, VENDORS.local("https://api.github.com"));
            assertTrue(said.contains("octocat"), said);
        }
        assertEquals(List.of("WDJB-MJHT at https://github.com/login/device"), user.shown);
    }

    @Test
    @DisplayName("Google: the user logs in in the browser, once, and a token that the API refuses is refreshed")
    void google() throws Exception {
        Willing user = new Willing();
        ClientConfig client = ClientConfig.builder("my-client")
                .clientSecret("s3cret")
                .httpClient(ROUTED)
                .build();
        BlockingTokenSource tokens = tokens(GoogleQuickStart.login(client), user);
        for (int call = 0; call < 2; call++) {
            String listed = GoogleQuickStart.files(tokens, VENDORS.local("https://www.googleapis.com/drive/v3"));
            assertTrue(listed.contains("notes.txt"), listed);
            VENDORS.refuseTokens();
        }
        assertEquals(List.of("https://accounts.google.com/o/oauth2/v2/auth"), user.shown);
    }
}
