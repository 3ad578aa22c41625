package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.json.hasValue
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.JsonObject

/** Selects the keys that are tried on a token. */
internal object KeyCandidates {
    /** The limit of keys without a key id that are tried for one algorithm. Each costs time, which an attacker could waste. */
    const val MAX_TRIES: Int = 10

    /**
     * Returns the [keys] that [fit] and have the key id [keyId] (RFC 7515 §4.1.4). If none has it, returns those without a key
     * id: shared secrets have none, whatever the server calls them. If [keyId] is null, returns all that fit.
     */
    fun select(
        keys: List<Jwk>,
        keyId: String?,
        fit: (Jwk) -> Boolean,
    ): List<Jwk> {
        val named = if (keyId == null) keys else keys.filter { it.keyId == keyId }.ifEmpty { keys.filter { it.keyId == null } }
        return named.asSequence().filter(fit).take(MAX_TRIES).toList()
    }
}

/**
 * Returns why a token with this header is refused, as the end of a sentence, or null if it is accepted. No extension that must be
 * understood (`crit`, RFC 7515 §4.1.11) is supported. Content that is not base64url (`b64`, RFC 7797) is such an extension, even
 * if the sender does not list it in `crit`.
 */
internal fun headerFault(header: JsonObject): String? =
    when {
        "crit" in header -> "it has critical extensions, and none is supported"
        "b64" in header -> "it has the extension b64, which is not supported"
        TEXTS.any { header.hasValue(it) && header.string(it) == null } -> "a member of its header is not a string"
        else -> null
    }

private val TEXTS = listOf("kid", "typ", "cty")
