package io.github.oidcauth.sample.java.spring;

import io.github.oidcauth.TokenSource;
import io.github.oidcauth.spring.AccessTokenInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** A client of Spring without Spring Boot. */
public final class SpringClients {
    private SpringClients() {}

    /** Returns a client of the API at {@code url}. */
    public static RestClient restClient(TokenSource tokens, String url) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .requestInterceptor(AccessTokenInterceptor.of(tokens, url))
                .baseUrl(url)
                .build();
    }
}
