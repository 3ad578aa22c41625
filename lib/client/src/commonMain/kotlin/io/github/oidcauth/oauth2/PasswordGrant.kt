package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `password`: the program asks the user for their password and passes it on (RFC 6749 §4.3).
 *
 * It MUST NOT be used (RFC 9700 §2.4): the program sees the password, a second factor is impossible, and people learn to type
 * their password anywhere. It is here for servers that offer nothing else.
 */
@DelicateOidcAuthApi
public class PasswordGrant
    @JvmOverloads
    constructor(
        internal val username: String,
        internal val password: String,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("password", options) {
        override val parameters: List<Pair<String, String>> get() = listOf("username" to username, "password" to password)
    }

/** `PasswordGrant(username, password) { scope("read") }`. */
@DelicateOidcAuthApi
@JvmSynthetic
public inline fun PasswordGrant(
    username: String,
    password: String,
    configure: RequestOptions.Builder.() -> Unit,
): PasswordGrant = PasswordGrant(username, password, RequestOptions(configure))
