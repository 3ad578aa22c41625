package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The complete program: obtain a token and call an API with it. It asks a user only if nothing else is left. */
public final class CallAnApi {
    private CallAnApi() {}

    /** Calls {@code /api/me} of the application that {@code config} names. */
    public static String call(Config config) throws IOException, InterruptedException {
        Token token = OidcAuth.authenticate(config);

        var request = HttpRequest.newBuilder(URI.create(config.getHost() + "/api/me"));
        token.getHeaders().forEach(request::header);
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }

    public static void main(String[] args) throws Exception {
        String host = args.length > 0 ? args[0] : "https://myapp.example.com";
        Config config = Config.builder(host).timeout(Duration.ofMinutes(2)).build();
        System.out.println(call(config));
    }
}
