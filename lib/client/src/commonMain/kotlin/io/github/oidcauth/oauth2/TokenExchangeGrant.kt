// Tested by GrantRequestTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `urn:ietf:params:oauth:grant-type:token-exchange`: exchanges one token for another, to act as another party or on its
 * behalf (RFC 8693 §2.1).
 *
 * The issued token is the access token of the response, of whatever type: `issued_token_type` in [Token.extra] names the
 * type.
 */
public class TokenExchangeGrant
    @JvmOverloads
    constructor(
        /** The token of the party that the new token is about. */
        public val subject: TypedToken,
        /** The token of the acting party, if it is another one, or null. */
        public val actor: TypedToken? = null,
        /** The requested type of token, or null to let the server choose. */
        public val requestedTokenType: TokenType? = null,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("urn:ietf:params:oauth:grant-type:token-exchange", options) {
        /** Exchanges the access token of [subject]. */
        @JvmOverloads
        public constructor(subject: Token, options: RequestOptions = RequestOptions.NONE) :
            this(TypedToken.accessToken(subject), options = options)

        /** Exchanges the access token of [subject] for a token with [scope], space-separated. */
        public constructor(subject: Token, scope: String) : this(subject, RequestOptions.ofScope(scope))

        /** Exchanges the access token [subject]. [TypedToken] names a token of another type. */
        @JvmOverloads
        public constructor(subject: String, options: RequestOptions = RequestOptions.NONE) :
            this(TypedToken.accessToken(subject), options = options)

        /** Exchanges the access token [subject] for a token with [scope], space-separated. */
        public constructor(subject: String, scope: String) : this(subject, RequestOptions.ofScope(scope))

        /** Exchanges [subject], and takes the rest from [options]. */
        public constructor(subject: TypedToken, options: RequestOptions) : this(subject, actor = null, options = options)

        /** Exchanges [subject] for a token with [scope], space-separated. */
        public constructor(subject: TypedToken, scope: String) : this(subject, RequestOptions.ofScope(scope))

        override val parameters: List<Pair<String, String>>
            get() =
                buildList {
                    add("subject_token" to subject.value)
                    add("subject_token_type" to subject.type.uri)
                    actor?.let {
                        add("actor_token" to it.value)
                        add("actor_token_type" to it.type.uri)
                    }
                    requestedTokenType?.let { add("requested_token_type" to it.uri) }
                }
    }

/** Creates a [TokenExchangeGrant] for the access token of [subject]: `TokenExchangeGrant(token) { audience("inventory") }`. */
@JvmSynthetic
public inline fun TokenExchangeGrant(
    subject: Token,
    configure: RequestOptions.Builder.() -> Unit,
): TokenExchangeGrant = TokenExchangeGrant(subject, RequestOptions(configure))

/** Creates a [TokenExchangeGrant] for the access token [subject]: `TokenExchangeGrant("…") { audience("inventory") }`. */
@JvmSynthetic
public inline fun TokenExchangeGrant(
    subject: String,
    configure: RequestOptions.Builder.() -> Unit,
): TokenExchangeGrant = TokenExchangeGrant(subject, RequestOptions(configure))

/** Creates a [TokenExchangeGrant]: `TokenExchangeGrant(TypedToken.idToken(token)) { audience("inventory") }`. */
@JvmSynthetic
public inline fun TokenExchangeGrant(
    subject: TypedToken,
    actor: TypedToken? = null,
    requestedTokenType: TokenType? = null,
    configure: RequestOptions.Builder.() -> Unit,
): TokenExchangeGrant = TokenExchangeGrant(subject, actor, requestedTokenType, RequestOptions(configure))
