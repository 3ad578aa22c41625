package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `password`: the program asks the user for their password and sends it to the server (RFC 6749 §4.3).
 *
 * It MUST NOT be used (RFC 9700 §2.4): the program sees the password, a second factor is impossible, and users learn to type
 * their password anywhere. It exists for servers that support no other grant.
 */
@DelicateOidcAuthApi
public class PasswordGrant
    @JvmOverloads
    constructor(
        internal val username: String,
        internal val password: String,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("password", options) {
        /** Requests [scope], space-separated. */
        public constructor(username: String, password: String, scope: String) :
            this(username, password, RequestOptions.ofScope(scope))

        override val parameters: List<Pair<String, String>> get() = listOf("username" to username, "password" to password)
    }

/** Creates a [PasswordGrant]: `PasswordGrant(username, password) { scope("read") }`. */
@DelicateOidcAuthApi
@JvmSynthetic
public inline fun PasswordGrant(
    username: String,
    password: String,
    configure: RequestOptions.Builder.() -> Unit,
): PasswordGrant = PasswordGrant(username, password, RequestOptions(configure))
