package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.AesTokenCipher;
import io.github.oidcauth.Config;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.InvalidHostException;
import io.github.oidcauth.PromptLock;
import io.github.oidcauth.SilentInteraction;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenEncryptionKey;
import io.github.oidcauth.TokenKey;
import io.github.oidcauth.TokenManager;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The twins with futures. JavaCounterpartsTest shows that none is missing. */
class AsyncFacadeFromJavaTest {
    private final TokenKey key = TokenKey.of("https://h.example");
    private final Token token = Token.builder("access").build();

    private static Config.Builder silent(String host) {
        return Config.builder(host).store(new InMemoryTokenStore()).interaction(SilentInteraction.INSTANCE);
    }

    @Test
    void aFlowWithFuturesHasTheStoreOfItsTwin() {
        Config config = silent("https://h.example").build();
        new BlockingTokenStore(config.getStore()).put(config.getKey(), token);
        AsyncDeviceFlow flow = BlockingDeviceFlow.of(config).async();
        assertEquals(token, flow.token().join());
        assertEquals(
                "Bearer access",
                flow.authenticate()
                        .thenApply(it -> it.getHeaders().get("Authorization"))
                        .join());
        assertEquals(token, AsyncCodeFlow.of(config).authenticate(false).join());
        assertEquals(token, OidcAuth.authenticateAsync(config).join());
    }

    @Test
    void failuresAreInTheFuture() {
        CompletionException failed = assertThrows(
                CompletionException.class,
                () -> AsyncDeviceFlow.of(silent("https://h.example").build())
                        .refresh()
                        .join());
        assertInstanceOf(InteractionRequiredException.class, failed.getCause());
        assertInstanceOf(
                InvalidConfigException.class,
                assertThrows(
                                CompletionException.class,
                                () -> OidcAuth.discoverAsync("ftp://h.example").join())
                        .getCause());
        CompletableFuture<Token> unusable = OidcAuth.authenticateAsync("ftp://h.example", true);
        assertInstanceOf(
                InvalidHostException.class,
                assertThrows(CompletionException.class, unusable::join).getCause());
    }

    @Test
    void callsCanStandInLambdas() {
        Supplier<Token> fromStore = () -> OidcAuth.authenticate("ftp://h.example", true);
        assertThrows(InvalidHostException.class, fromStore::get);
        CompletableFuture<Token> elsewhere = CompletableFuture.supplyAsync(fromStore);
        assertInstanceOf(
                InvalidHostException.class,
                assertThrows(CompletionException.class, elsewhere::join).getCause());
    }

    @Test
    void aStoreWithFuturesDoesWhatTheStoreDoes() {
        AsyncTokenStore store = new BlockingTokenStore(new InMemoryTokenStore()).async();
        Token next = token.newBuilder().refreshToken("refresh").build();
        assertNull(store.put(key, token).join());
        assertTrue(store.replace(key, token, next).join());
        assertFalse(store.replace(key, token, next).join());
        assertEquals(next, store.get(key).join());
        assertEquals(Set.of(key), store.keys().join());
        assertTrue(store.entries().join().get(0).getHasRefreshToken());
        assertFalse(store.remove(key, token).join());
        assertTrue(store.remove(key, next).join());
        assertFalse(store.remove(key).join());
        assertEquals(
                List.of(),
                new BlockingTokenManager(
                                TokenManager.builder().store(store.getStore()).build())
                        .async()
                        .list()
                        .join());
    }

    @Test
    void aLockIsHeldUntilTheStageHasCompleted() {
        InMemoryTokenStore inner = new InMemoryTokenStore();
        AsyncTokenStore store = new BlockingTokenStore(inner).async();
        CompletableFuture<String> stage = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> first = store.withLock(key, held -> {
            begun.countDown();
            return stage;
        });
        await(begun);
        CompletableFuture<String> second = store.withLock(key, held -> CompletableFuture.completedFuture("second"));
        assertFalse(second.isDone());
        stage.complete("first");
        assertEquals("first", first.join());
        assertEquals("second", second.join());
    }

    @Test
    void cancellingALockedFutureCancelsItsStageAndReleasesTheLock() {
        AsyncTokenStore store = new BlockingTokenStore(new InMemoryTokenStore()).async();
        CompletableFuture<String> stage = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> first = store.withLock(key, held -> {
            begun.countDown();
            return stage;
        });
        await(begun);
        first.cancel(true);
        assertEquals(
                "second",
                store.withLock(key, held -> CompletableFuture.completedFuture("second"))
                        .join());
        assertTrue(stage.isCancelled());
        assertThrows(CancellationException.class, first::join);
    }

    @Test
    void whatAStageThrowsIsInTheFuture() {
        AsyncTokenStore store = new BlockingTokenStore(new InMemoryTokenStore()).async();
        IOException failure = new IOException("no");
        CompletionException thrown = assertThrows(
                CompletionException.class,
                () -> store.withLock(key, held -> CompletableFuture.failedFuture(failure))
                        .join());
        assertSame(failure, thrown.getCause());
    }

    @Test
    void aPromptLockIsTakenAndReleased() {
        PromptShelf shelf = new PromptShelf();
        AsyncTokenStore store = new BlockingTokenStore(shelf).async();
        PromptLock.Held lock = (PromptLock.Held) store.tryPromptLock(key).join();
        PromptLock.Busy busy = (PromptLock.Busy) store.tryPromptLock(key).join();
        assertEquals(4711, busy.getHolder().getProcessId());
        store.release(lock).join();
        assertInstanceOf(PromptLock.Held.class, store.tryPromptLock(key).join());
    }

    @Test
    void aPromptLockThatNobodyGetsIsReleased() {
        PromptShelf shelf = new PromptShelf();
        shelf.isSlow = true;
        CompletableFuture<PromptLock> lock =
                new BlockingTokenStore(shelf).async().tryPromptLock(key);
        await(shelf.asked);
        lock.cancel(true);
        shelf.goOn.countDown();
        await(shelf.released);
        assertFalse(shelf.isTaken);
    }

    @Test
    void aCipherIsUsedFromJava() {
        BlockingTokenCipher cipher = new BlockingTokenCipher(new AesTokenCipher(TokenEncryptionKey.generate()));
        assertEquals(token, cipher.decrypt(key, cipher.encrypt(key, token)));
        assertEquals(
                token,
                cipher.async()
                        .encrypt(key, token)
                        .thenCompose(it -> cipher.async().decrypt(key, it))
                        .join());
    }

    @Test
    void theEndOfTheProcessIsPrepared() {
        assertTrue(OidcAuth.shutdownAsync(Duration.ZERO).join());
        io.github.oidcauth.Shutdown.reopen();
    }

    @Test
    void failuresOfAStoreAreInTheFuture() {
        AsyncTokenStore store = new BlockingTokenStore(new PromptShelf() {
                    @Override
                    protected Token load(TokenKey of) throws IOException {
                        throw new IOException("no route to the database");
                    }
                })
                .async();
        assertInstanceOf(
                StoreException.class,
                assertThrows(CompletionException.class, () -> store.get(key).join())
                        .getCause());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
