package io.github.oidcauth.internal.concurrent

import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenStore
import java.lang.reflect.Modifier

/** Returns [store]. @throws IllegalArgumentException when it was written in Java without `JavaTokenStore`. */
internal fun requireSuspending(store: TokenStore): TokenStore =
    store.also { require(it, TokenStore::class.java, "io.github.oidcauth.java.JavaTokenStore") }

/** Returns [receiver]. @throws IllegalArgumentException when it was written in Java without `JavaCodeReceiver`. */
internal fun requireSuspending(receiver: CodeReceiver): CodeReceiver =
    receiver.also { require(it, CodeReceiver::class.java, "io.github.oidcauth.java.JavaCodeReceiver") }

/** Returns [cipher]. @throws IllegalArgumentException when it was written in Java without `JavaTokenCipher`. */
internal fun requireSuspending(cipher: TokenCipher): TokenCipher =
    cipher.also { require(it, TokenCipher::class.java, "io.github.oidcauth.java.JavaTokenCipher") }

/** Returns [source]. @throws IllegalArgumentException when it was written in Java without `JavaTokenSource`. */
internal fun requireSuspending(source: TokenSource): TokenSource =
    source.also { require(it, TokenSource::class.java, "io.github.oidcauth.java.JavaTokenSource") }

/**
 * Suspending functions are hidden from Java, so the compiler of Java accepts a class that implements the interface and leaves them
 * out. Without this check the first call would throw an [AbstractMethodError], somewhere else.
 */
private fun require(
    implementation: Any,
    type: Class<*>,
    base: String,
) {
    val isComplete =
        type.methods
            .filter { Modifier.isAbstract(it.modifiers) }
            .none { Modifier.isAbstract(implementation.javaClass.getMethod(it.name, *it.parameterTypes).modifiers) }
    require(isComplete) {
        "${implementation.javaClass.name} implements ${type.simpleName}, whose functions suspend, and Java cannot write those. " +
            "Extend $base instead."
    }
}
