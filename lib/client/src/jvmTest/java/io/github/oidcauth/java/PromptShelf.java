package io.github.oidcauth.java;

import io.github.oidcauth.PromptHolder;
import io.github.oidcauth.Token;
import io.github.oidcauth.TokenKey;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A store without tokens, whose lock for prompts one caller has. */
class PromptShelf extends JavaTokenStore {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    volatile boolean isSlow;
    volatile boolean isTaken;

    @Override
    protected Token load(TokenKey key) throws IOException {
        return null;
    }

    @Override
    protected void save(TokenKey key, Token token) {}

    @Override
    protected boolean delete(TokenKey key) {
        return false;
    }

    @Override
    protected Set<TokenKey> list() {
        return Set.of();
    }

    @Override
    protected void deleteAll() {}

    @Override
    protected AutoCloseable tryLockForPrompt(TokenKey key) {
        asked.countDown();
        boolean interrupted = false;
        while (isSlow) {
            try {
                goOn.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (isTaken) return null;
        isTaken = true;
        return () -> {
            isTaken = false;
            released.countDown();
        };
    }

    @Override
    protected PromptHolder findPromptHolder(TokenKey key) {
        return new PromptHolder(4711L);
    }
}
