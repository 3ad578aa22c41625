package io.github.oidcauth.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.AesTokenCipher;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.TokenEncryptionKey;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.java.BlockingTokenStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisTokenStoreFromJavaTest {
    @Test
    void everySettingCanBeMadeFromJava() {
        try (SilentServer server = new SilentServer(null);
                RedisTokenStore store = RedisTokenStore.builder(server.getUrl())
                        .keyPrefix("java")
                        .password("hunter2")
                        .timeout(Duration.ofMillis(200))
                        .lease(Duration.ofSeconds(10))
                        .lockTimeout(Duration.ofSeconds(10))
                        .keepFor(Duration.ofDays(1))
                        .whenUnreachable(WhenUnreachable.USE_MEMORY)
                        .encryption(new AesTokenCipher(TokenEncryptionKey.generate()))
                        .notices(message -> {})
                        .build()) {
            BlockingTokenStore blocking = new BlockingTokenStore(store);
            StoreException error = assertThrows(StoreException.class, () -> blocking.get(TokenKey.of("https://h")));
            assertTrue(error.getMessage().contains("within 200ms"));
            assertEquals(-1, error.getMessage().indexOf("hunter2"));
        }
    }

    @Test
    void anAddressThatMakesNoSenseIsACheckedFault() {
        assertThrows(InvalidConfigException.class, () -> RedisTokenStore.builder("http://localhost"));
    }
}
