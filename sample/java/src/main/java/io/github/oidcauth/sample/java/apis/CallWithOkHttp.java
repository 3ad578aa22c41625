package io.github.oidcauth.sample.java.apis;

import io.github.oidcauth.TokenSource;
import io.github.oidcauth.okhttp.AccessTokenInterceptor;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Calls an API by OkHttp. */
public final class CallWithOkHttp {
    private CallWithOkHttp() {}

    public static String call(String url, TokenSource tokens) throws IOException {
        var builder = new OkHttpClient.Builder();
        var client = AccessTokenInterceptor.install(builder, tokens, url).build();
        var request = new Request.Builder().url(url + "/notes/1").build();
        try (var response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }
}
