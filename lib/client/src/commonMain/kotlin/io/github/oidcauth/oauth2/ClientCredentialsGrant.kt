package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/** `client_credentials`: the client requests a token for itself, without a user (RFC 6749 §4.4). */
public class ClientCredentialsGrant
    @JvmOverloads
    constructor(
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("client_credentials", options) {
        /** Requests [scope], space-separated: `ClientCredentialsGrant("read write")`. */
        public constructor(scope: String) : this(RequestOptions.ofScope(scope))

        /** Requests [scope], space-separated, for the API [resource], an absolute URI without a fragment (RFC 8707 §2). */
        public constructor(scope: String, resource: String) : this(
            RequestOptions.builder().scope(scope).resource(resource).build(),
        )

        override val parameters: List<Pair<String, String>> get() = emptyList()
    }

/** Creates a [ClientCredentialsGrant]: `ClientCredentialsGrant { scope("read") }`. */
@JvmSynthetic
public inline fun ClientCredentialsGrant(configure: RequestOptions.Builder.() -> Unit): ClientCredentialsGrant =
    ClientCredentialsGrant(RequestOptions(configure))
