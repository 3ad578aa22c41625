package io.github.oidcauth.sample.java.providers;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingTokenSource;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.providers.Google;
import io.github.oidcauth.providers.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Logs a user in at Google in the browser, and lists files of Google Drive. The OAuth client at Google has the type "Desktop app"; its
 * secret is not confidential. The test has a server that responds as Google's documentation shows; it was not run at Google.
 */
public final class GoogleQuickStart {
    private GoogleQuickStart() {}

    /** Returns the configuration of the login of {@code client}. */
    public static Config.Builder login(ClientConfig client) {
        Provider google = Google.offline();
        return Config.builder(google.getIssuer())
                .client(google.clientConfig(client))
                .scope("https://www.googleapis.com/auth/drive.metadata.readonly");
    }

    /** Returns the names of files from Drive at {@code url}, as JSON. A token that Google refuses is refreshed once. */
    public static String files(BlockingTokenSource tokens, String url) throws IOException, InterruptedException {
        Token token = tokens.token();
        HttpResponse<String> response = get(token, url + "/files");
        return response.statusCode() == 401
                ? get(tokens.token(token), url + "/files").body()
                : response.body();
    }

    private static HttpResponse<String> get(Token token, String url) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        token.getHeaders().forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    public static void main(String[] args) throws Exception {
        ClientConfig client = ClientConfig.builder(System.getenv("GOOGLE_CLIENT_ID"))
                .clientSecret(System.getenv("GOOGLE_CLIENT_SECRET"))
                .build();
        System.out.println(files(OidcAuth.tokenSource(login(client).build()), "https://www.googleapis.com/drive/v3"));
    }
}
