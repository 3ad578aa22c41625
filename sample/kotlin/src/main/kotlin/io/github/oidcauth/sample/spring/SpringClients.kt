package io.github.oidcauth.sample.spring

import io.github.oidcauth.TokenSource
import io.github.oidcauth.spring.AccessTokenInterceptor
import org.springframework.http.client.JdkClientHttpRequestFactory
import org.springframework.web.client.RestClient

/** Returns a client of the API at [url], without Spring Boot. */
fun restClient(tokens: TokenSource, url: String): RestClient =
    RestClient.builder()
        .requestFactory(JdkClientHttpRequestFactory())
        .requestInterceptor(AccessTokenInterceptor.of(tokens, url))
        .baseUrl(url)
        .build()
