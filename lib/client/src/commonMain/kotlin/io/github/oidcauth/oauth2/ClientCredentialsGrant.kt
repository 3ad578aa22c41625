package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/** `client_credentials`: the client asks for itself, no user being involved (RFC 6749 §4.4). */
public class ClientCredentialsGrant
    @JvmOverloads
    constructor(
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("client_credentials", options) {
        override val parameters: List<Pair<String, String>> get() = emptyList()
    }

/** `ClientCredentialsGrant { scope("read") }`. */
@JvmSynthetic
public inline fun ClientCredentialsGrant(configure: RequestOptions.Builder.() -> Unit): ClientCredentialsGrant =
    ClientCredentialsGrant(RequestOptions(configure))
