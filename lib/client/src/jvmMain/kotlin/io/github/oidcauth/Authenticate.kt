// Tested by LoginTokenSourcesTest.
@file:JvmName("Authenticate")

package io.github.oidcauth

import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.loginTokenSource

/**
 * Returns a usable token for the application at [host].
 *
 * 1. If the store has a token that is valid for another minute, returns it. No request is made.
 * 2. Else refreshes the token, once, even if many callers and processes share the store.
 * 3. Else a user logs in: with a code on any device, or, when the server has no device grant, in the browser.
 * 4. If there is no user, as in a batch job, [InteractionRequiredException] says how to provide a token.
 *
 * With [force] only the third step is done.
 *
 * ```
 * val token = authenticate("https://myapp.example.com") { timeout = 2.minutes }
 * ```
 *
 * If this is cancelled during a refresh, it ends after the response has been stored.
 *
 * @throws AuthException if no token can be obtained; its subclasses tell the reason.
 */
@JvmSynthetic
public suspend fun authenticate(
    host: String,
    force: Boolean = false,
    configure: Config.Builder.() -> Unit = {},
): Token = authenticate(Config(host, configure), force)

/** Returns a usable token for [config]: see the other `authenticate`. */
@JvmSynthetic
public suspend fun authenticate(
    config: Config,
    force: Boolean = false,
): Token {
    val session = SessionRegistry.session(config)
    return session.acquirer.obtain(force) { session.login(config.openBrowser, it) }
}

/**
 * Returns the source of the token for the application at [host], or for the issuer with a client in [configure]: what
 * [authenticate] returns, each time a token is needed. A user logs in if nothing else helps.
 *
 * ```
 * val tokens = tokenSource("https://myapp.example.com") { timeout = 2.minutes }
 * ```
 *
 * [TokenSource.token] costs nothing for about a second after the store was read, so call it for each request. A token that an API
 * has refused is refreshed, once for all callers and processes; if that is refused too, a user logs in. If no user can, or the
 * refresh fails, that is an error: the refused token is not returned again.
 *
 * [TokenSource.stepUp] logs the user in again as an API demands (RFC 9470), in the browser if possible, and stores the token in
 * place of the old one. Callers with the same demand share one prompt. An ID token whose `acr` or `auth_time` does not fulfil the
 * demand is refused ([UnmetAuthenticationRequirementsException]). Without a user it returns null.
 *
 * Nothing is read or sent before the first call. Thread-safe.
 *
 * @throws InvalidHostException, InvalidConfigException if the configuration cannot work.
 */
@JvmSynthetic
public fun tokenSource(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): TokenSource = tokenSource(Config(host, configure))

/** Returns the source of the token for [config]: see the other `tokenSource`. */
@JvmSynthetic
public fun tokenSource(config: Config): TokenSource = loginTokenSource(config)
