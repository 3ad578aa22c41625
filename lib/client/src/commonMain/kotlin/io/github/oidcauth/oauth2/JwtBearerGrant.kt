package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `urn:ietf:params:oauth:grant-type:jwt-bearer`: a JWT, from an issuer that the server trusts, that identifies a user or
 * client (RFC 7523 §2.1).
 */
public class JwtBearerGrant
    @JvmOverloads
    constructor(
        internal val assertion: String,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("urn:ietf:params:oauth:grant-type:jwt-bearer", options) {
        /** Requests [scope], space-separated. */
        public constructor(assertion: String, scope: String) : this(assertion, RequestOptions.ofScope(scope))

        override val parameters: List<Pair<String, String>> get() = listOf("assertion" to assertion)
    }

/** Creates a [JwtBearerGrant]: `JwtBearerGrant(assertion) { scope("read") }`. */
@JvmSynthetic
public inline fun JwtBearerGrant(
    assertion: String,
    configure: RequestOptions.Builder.() -> Unit,
): JwtBearerGrant = JwtBearerGrant(assertion, RequestOptions(configure))
