package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenTypeHint
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Looks into tokens (RFC 7662 §2). */
internal class IntrospectionEndpoint(
    private val caller: EndpointCaller,
) {
    suspend fun introspect(
        token: String,
        hint: TokenTypeHint?,
        options: RequestOptions,
    ): Introspection {
        val exchange = caller.post(Endpoint.INTROSPECTION, tokenParameters(token, hint), options)
        return judge(exchange.answer.successfulJson(exchange.secrets))
    }

    companion object {
        /** Judges the members of an answer (RFC 7662 §2.2). Pure. */
        fun judge(json: JsonObject): Introspection {
            val active =
                (json["active"] as? JsonPrimitive)?.takeUnless { it.isString }?.content?.toBooleanStrictOrNull()
                    ?: throw UntrustedAnswerException("The introspection answer does not say whether the token is active.")
            val claims = if (active) json else JsonObject(mapOf("active" to JsonPrimitive(false)))
            return Introspection(claims, active)
        }
    }
}
