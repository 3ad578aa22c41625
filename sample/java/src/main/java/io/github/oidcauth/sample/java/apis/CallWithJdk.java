package io.github.oidcauth.sample.java.apis;

import io.github.oidcauth.TokenSource;
import io.github.oidcauth.http.AuthorizedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls an API by the HTTP client of the JDK. */
public final class CallWithJdk {
    private CallWithJdk() {}

    public static String call(String url, TokenSource tokens) throws IOException, InterruptedException {
        HttpClient client = AuthorizedHttpClient.of(HttpClient.newHttpClient(), tokens, url);
        URI note = URI.create(url + "/notes/1");
        HttpRequest request = HttpRequest.newBuilder(note).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
