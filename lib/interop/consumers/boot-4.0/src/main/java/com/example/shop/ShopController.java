package com.example.shop;

import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.RequestOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShopController {
    private final Stock stock;
    private final BlockingOAuth2Client client;
    private final Map<String, Future<String>> logins = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ShopController(Stock stock, BlockingOAuth2Client client) {
        this.stock = stock;
        this.client = client;
    }

    @GetMapping("/articles/{article}")
    String article(@PathVariable String article) {
        return stock.of(article);
    }

    @GetMapping("/orders")
    String orders(@RequestAttribute(BearerFilter.USER) String user) {
        return "The orders of " + user;
    }

    /** Begins a login on another device, such as that of a till without a keyboard. */
    @PostMapping("/logins")
    Map<String, String> login() {
        var options = RequestOptions.builder().scope("orders").build();
        var code = client.deviceAuthorization(options);
        logins.put(
                code.getUserCode(),
                threads.submit(() -> client.pollingJob(code).await().getAccessToken()));
        return Map.of("page", code.getUri(), "code", code.getUserCode());
    }

    /** Waits for the user who was shown the code. */
    @GetMapping("/logins/{code}")
    String token(@PathVariable String code) throws Exception {
        try {
            return logins.remove(code).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.FORBIDDEN)
    String denied(AuthorizationDeniedException e) {
        return "You said no.";
    }
}
