@file:JvmName("Authenticate")

package io.github.oidcauth

import io.github.oidcauth.internal.assembly.SessionRegistry

/**
 * A usable token for the application at [host].
 *
 * 1. A token in the store that is good for another minute is returned. No request is made.
 * 2. Else it is refreshed, once, however many callers and processes share the store.
 * 3. Else a user logs in: with a code on any device, or, when the server has no device grant, in the browser.
 * 4. Where there is no user, as in a batch job, [InteractionRequiredException] says how to bring a token along.
 *
 * With [force] only the third will do.
 *
 * ```
 * val token = authenticate("https://myapp.example.com") { timeout = 2.minutes }
 * ```
 *
 * When this is cancelled while a refresh is on its way, it ends after the response has been stored.
 *
 * @throws AuthException when no token can be had; its subclasses say why.
 */
@JvmSynthetic
public suspend fun authenticate(
    host: String,
    force: Boolean = false,
    configure: Config.Builder.() -> Unit = {},
): Token = authenticate(Config(host, configure), force)

/** A usable token for [config]: see the other `authenticate`. */
@JvmSynthetic
public suspend fun authenticate(
    config: Config,
    force: Boolean = false,
): Token {
    val session = SessionRegistry.session(config)
    return session.acquirer.obtain(force) { session.login(config.openBrowser, it) }
}
