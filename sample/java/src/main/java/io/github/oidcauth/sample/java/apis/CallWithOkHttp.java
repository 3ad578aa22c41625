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
        OkHttpClient client = AccessTokenInterceptor.install(new OkHttpClient.Builder(), tokens, url)
                .build();
        try (var response = client.newCall(
                        new Request.Builder().url(url + "/notes/1").build())
                .execute()) {
            return response.body().string();
        }
    }
}
