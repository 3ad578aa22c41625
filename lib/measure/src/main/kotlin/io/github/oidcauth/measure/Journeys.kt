package io.github.oidcauth.measure

import java.io.OutputStream
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively

/**
 * Runs each [Journey] with the classes in the folder [library] at a [StubIssuer], each in its own [TracingLoader].
 *
 * A file is visited when a method or constructor of one of its classes runs between the call of the library and its return.
 * Static initializers do not count, nor do constants and functions that the compiler inlined.
 */
class Journeys(
    private val library: Path,
) {
    /** Returns the visited classes of each journey, in the order of their first visit. */
    @OptIn(ExperimentalPathApi::class)
    fun run(): Map<Journey, List<String>> {
        val folder = createTempDirectory("journeys")
        try {
            return StubIssuer().use { issuer -> silently { Journey.entries.associateWith { visitsOf(it, issuer, folder) } } }
        } finally {
            folder.deleteRecursively()
        }
    }

    private fun visitsOf(
        journey: Journey,
        issuer: StubIssuer,
        folder: Path,
    ): List<String> {
        val store = folder.resolve("${journey.name}.json")
        // A first process stores the token that this one finds. The token is valid for an hour, or expires at once.
        if (journey == Journey.CACHED_HIT) {
            inNewProcess(Journey.DEVICE_LOGIN, issuer.url, store)
        } else if (journey == Journey.REFRESH) {
            val usual = issuer.lifetime
            issuer.lifetime = 1
            inNewProcess(Journey.DEVICE_LOGIN, issuer.url, store)
            issuer.lifetime = usual
            Thread.sleep(PAST_EXPIRY)
        }
        return inNewProcess(journey, issuer.url, store)
    }

    @Suppress("UNCHECKED_CAST")
    private fun inNewProcess(
        journey: Journey,
        issuer: String,
        store: Path,
    ): List<String> {
        val type = TracingLoader(library).loadClass(Journey::class.java.name)
        val text = String::class.java
        return type.getMethod("visits", text, text, text).invoke(null, journey.name, issuer, "$store") as List<String>
    }

    /** Discards the output of the library for users, because the reader of the figures does not need it. */
    private fun <T> silently(action: () -> T): T {
        val shown = System.err
        System.setErr(PrintStream(OutputStream.nullOutputStream()))
        try {
            return action()
        } finally {
            System.setErr(shown)
        }
    }

    private companion object {
        /** A time in milliseconds after which a token with a lifetime of one second has expired. */
        private const val PAST_EXPIRY = 1200L
    }
}
