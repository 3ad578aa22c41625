// Tested by AccessTokensConfigTest.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.ktor.client.request.forms.MultiPartFormDataContent
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.KtorDsl
import kotlin.jvm.JvmSynthetic

/**
 * The settings of [AccessTokens]: either [tokens] with at least one [origin], or an [authorizer]. Not thread-safe.
 *
 * Ktor applies the settings of `HttpClient.config { install(AccessTokens) { … } }` after those of the first client. Tokens that
 * are set anew do not go to the origins of the ones before.
 */
@KtorDsl
public class AccessTokensConfig internal constructor() {
    private val origins = mutableSetOf<String>()
    internal var isRepeatable: (OutgoingContent) -> Boolean = { it is MultiPartFormDataContent }
        private set

    /** The source of the tokens. Setting another one drops the origins and the [authorizer] that were set before. */
    public var tokens: TokenSource? = null
        set(value) {
            if (value === field) return
            origins.clear()
            if (value != null) authorizer = null
            field = value
        }

    /** The rules, in place of [tokens] and [origin]: for settings that are only in [RequestAuthorizer.Builder]. */
    public var authorizer: RequestAuthorizer? = null
        set(value) {
            if (value != null) tokens = null
            field = value
        }

    /**
     * Adds an origin that the [tokens], which are set before, may be sent to: an https URL (http on this machine), of which only
     * the origin counts.
     *
     * @throws InvalidConfigException if [tokens] is not set.
     */
    public fun origin(url: String) {
        if (tokens == null) {
            throw InvalidConfigException(
                "An origin is set for no tokens. Set `tokens` before it; an authorizer has origins of its own.",
            )
        }
        origins += url
    }

    /**
     * Sets which bodies can be sent a second time after the API has refused a token. Bodies that are empty, text or bytes always can.
     * By default, of all others only multipart forms can. [isRepeatable] is called for each of those bodies.
     *
     * Return true for a stream only if it begins anew each time: `ReadChannelContent.readFrom` and `WriteChannelContent.writeTo`
     * are called once for each sending. The API receives only the rest of one that does not.
     */
    @JvmSynthetic
    public fun repeatable(isRepeatable: (body: OutgoingContent) -> Boolean) {
        this.isRepeatable = isRepeatable
    }

    /** @throws InvalidConfigException if neither tokens nor an authorizer is set, or an origin is not usable. */
    internal fun authorizer(): RequestAuthorizer {
        authorizer?.let { return it }
        val source =
            tokens ?: throw InvalidConfigException(
                "The plugin AccessTokens has no tokens to send. Set `tokens` and `origin(\"https://api.example.com\")`, or `authorizer`.",
            )
        return RequestAuthorizer.of(source, *origins.toTypedArray())
    }

    override fun toString(): String = "AccessTokensConfig($origins)"
}
