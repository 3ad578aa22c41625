package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.redis.RedisTokenStore;
import io.github.oidcauth.redis.WhenUnreachable;

/** Tokens that processes on many machines share. If Redis is unavailable for a while, a valid token can still be used. */
public final class ShareByAFleet {
    private ShareByAFleet() {}

    static RedisTokenStore inRedis(String url) {
        return RedisTokenStore.builder(url)
                .whenUnreachable(WhenUnreachable.USE_MEMORY)
                .build();
    }

    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : "https://myapp.example.com";
        try (RedisTokenStore store = inRedis(args.length > 1 ? args[1] : "redis://localhost")) {
            Token token =
                    OidcAuth.authenticate(Config.builder(host).store(store).build());
            System.out.println("The token expires " + token.getExpiresAt() + ".");
        }
    }
}
