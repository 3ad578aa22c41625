package io.github.oidcauth.sample.java.providers;

import io.github.oidcauth.Config;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.java.BlockingTokenSource;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.providers.GitHub;
import io.github.oidcauth.providers.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Logs a user in at GitHub with a code ("Enable Device Flow" in the settings of the app at GitHub), and calls its API. The test has a
 * server that responds as GitHub's documentation shows; it was not run at GitHub.
 */
public final class GitHubQuickStart {
    private GitHubQuickStart() {}

    /** Returns the configuration of the login of {@code client}. */
    public static Config.Builder login(ClientConfig client) {
        Provider gitHub = GitHub.provider();
        return Config.builder(gitHub.getIssuer())
                .client(gitHub.clientConfig(client))
                .metadata(gitHub.getMetadata())
                .scope("read:user");
    }

    /** Returns what the API at {@code url} says of the user, as JSON. */
    public static String user(TokenSource tokens, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/user"))
                .header(
                        "Authorization",
                        "Bearer " + BlockingTokenSource.of(tokens).token().getAccessToken())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    public static void main(String[] args) throws Exception {
        ClientConfig client =
                ClientConfig.builder(System.getenv("GITHUB_CLIENT_ID")).build();
        System.out.println(user(OidcAuth.tokenSource(login(client).build()), "https://api.github.com"));
    }
}
