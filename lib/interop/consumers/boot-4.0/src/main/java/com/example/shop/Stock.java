package com.example.shop;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

/** Asks another service, by a token of this application's own (client credentials), which is kept while it is good. */
@Service
class Stock {
    private final BlockingOAuth2Client client;
    private final RestClient stock;
    private Token token;

    Stock(BlockingOAuth2Client client, LoginSettings settings) {
        this.client = client;
        this.stock = RestClient.create(settings.stock().toString());
    }

    String of(String article) {
        var headers = token().getHeaders();
        return stock.get()
                .uri("/stock/{article}", article)
                .header(HttpHeaders.AUTHORIZATION, headers.get(HttpHeaders.AUTHORIZATION))
                .retrieve()
                .body(String.class);
    }

    private synchronized Token token() {
        if (token == null || token.getExpiresAt().isBefore(Instant.now().plusSeconds(30))) {
            var options = RequestOptions.builder().scope("stock").build();
            token = client.token(new ClientCredentialsGrant(options));
        }
        return token;
    }
}
