// Tests BlockingTokenStore and JavaTokenStore.
package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.InMemoryTokenStore;
import io.github.oidcauth.PromptLock;
import io.github.oidcauth.StoreException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks that are held by blocking code in Java. */
class BlockingLockFromJavaTest {
    private final TokenKey key = TokenKey.of("https://h.example");
    private final TokenKey other = TokenKey.of("https://other.example");
    private final Token token = Token.builder("access").build();

    @TempDir
    private Path directory;

    @Test
    void theActionRunsOnThisThreadAndMayUseTheStore() {
        for (BlockingTokenStore store : List.of(
                new BlockingTokenStore(new InMemoryTokenStore()),
                new BlockingTokenStore(new FileTokenStore(directory.resolve("tokens.json"))),
                new BlockingTokenStore(new PromptShelf()))) {
            Thread thread = store.withLock(key, () -> {
                store.put(key, token);
                store.replace(key, token, token);
                return store.withLock(other, Thread::currentThread);
            });
            assertSame(Thread.currentThread(), thread);
        }
    }

    @Test
    void noOtherThreadHasTheLockMeanwhile() throws Exception {
        BlockingTokenStore store = new BlockingTokenStore(new InMemoryTokenStore());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> store.withLock(key, () -> {
            begun.countDown();
            end.await();
            return "first";
        }));
        begun.await();
        CompletableFuture<Boolean> second =
                CompletableFuture.supplyAsync(() -> store.withLock(key, () -> end.getCount() == 0));
        end.countDown();
        assertEquals("first", first.get());
        assertTrue(second.get());
    }

    @Test
    void aThreadThatLocksAKeyTwiceIsTold() {
        BlockingTokenStore store = new BlockingTokenStore(new InMemoryTokenStore());
        assertThrows(
                IllegalStateException.class, () -> store.withLock(key, () -> store.withLock(key, () -> "not reached")));
        assertEquals("again", store.withLock(key, () -> "again"));
    }

    @Test
    void soIsAThreadThatLocksItByAnotherObjectOfTheSameStore() {
        InMemoryTokenStore store = new InMemoryTokenStore();
        BlockingTokenStore first = new BlockingTokenStore(store);
        BlockingTokenStore second = new BlockingTokenStore(store);
        BlockingTokenStore different = new BlockingTokenStore(new InMemoryTokenStore());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThrows(
                        IllegalStateException.class,
                        () -> first.withLock(key, () -> second.withLock(key, () -> "not reached"))));
        assertEquals("reached", first.withLock(key, () -> different.withLock(key, () -> "reached")));
    }

    @Test
    void whatTheActionThrowsIsThrown() {
        BlockingTokenStore store = new BlockingTokenStore(new InMemoryTokenStore());
        StoreException unchecked = new StoreException("no");
        IOException checked = new IOException("no");
        assertSame(
                unchecked,
                assertThrows(
                        StoreException.class,
                        () -> store.withLock(key, () -> {
                            throw unchecked;
                        })));
        CompletionException wrapped = assertThrows(
                CompletionException.class,
                () -> store.withLock(key, () -> {
                    throw checked;
                }));
        assertSame(checked, wrapped.getCause());
    }

    @Test
    void anInterruptedActionLeavesTheThreadInterrupted() {
        BlockingTokenStore store = new BlockingTokenStore(new InMemoryTokenStore());
        assertThrows(
                CancellationException.class,
                () -> store.withLock(key, () -> {
                    throw new InterruptedException();
                }));
        assertTrue(Thread.interrupted());
        assertEquals("again", store.withLock(key, () -> "again"));
    }

    @Test
    void aPromptLockIsTakenAndReleased() {
        BlockingTokenStore store = new BlockingTokenStore(new PromptShelf());
        PromptLock.Held lock = (PromptLock.Held) store.tryPromptLock(key);
        assertInstanceOf(PromptLock.Busy.class, store.tryPromptLock(key));
        store.release(lock);
        assertInstanceOf(PromptLock.Held.class, store.tryPromptLock(key));
    }
}
