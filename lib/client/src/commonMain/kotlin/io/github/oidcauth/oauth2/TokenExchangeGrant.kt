package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `urn:ietf:params:oauth:grant-type:token-exchange`: one token for another, to act as somebody or on their behalf (RFC 8693
 * §2.1).
 *
 * The response's token has what was issued as its access token, whatever kind it is: `issued_token_type` in [Token.extra] says
 * which.
 */
public class TokenExchangeGrant
    @JvmOverloads
    constructor(
        /** Who the new token is about. */
        public val subject: TypedToken,
        /** Who acts, when that is somebody else, or null. */
        public val actor: TypedToken? = null,
        /** What kind of token to issue, or null to leave it to the server. */
        public val requestedTokenType: TokenType? = null,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("urn:ietf:params:oauth:grant-type:token-exchange", options) {
        /** Exchanges the access token of [subject]. */
        @JvmOverloads
        public constructor(subject: Token, options: RequestOptions = RequestOptions.NONE) :
            this(TypedToken.accessToken(subject), options = options)

        /** Exchanges [subject] and leaves the rest to [options]. */
        public constructor(subject: TypedToken, options: RequestOptions) : this(subject, actor = null, options = options)

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

/** `TokenExchangeGrant(token) { audience("inventory") }`, for the access token of [subject]. */
@JvmSynthetic
public inline fun TokenExchangeGrant(
    subject: Token,
    configure: RequestOptions.Builder.() -> Unit,
): TokenExchangeGrant = TokenExchangeGrant(subject, RequestOptions(configure))

/** `TokenExchangeGrant(TypedToken.idToken(token)) { audience("inventory") }`. */
@JvmSynthetic
public inline fun TokenExchangeGrant(
    subject: TypedToken,
    actor: TypedToken? = null,
    requestedTokenType: TokenType? = null,
    configure: RequestOptions.Builder.() -> Unit,
): TokenExchangeGrant = TokenExchangeGrant(subject, actor, requestedTokenType, RequestOptions(configure))
