package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.json.hasValue
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.JsonObject

/** Which keys are tried on a token. */
internal object KeyCandidates {
    /** More keys than this for one algorithm and without names are not tried: each costs time, and whoever sends tokens could waste it. */
    const val MAX_TRIES: Int = 10

    /**
     * Those of [keys] that [fit] and go by the name of [keyId] (RFC 7515 §4.1.4). Keys without a name come into question when none has that one: shared
     * secrets have none, whatever the server calls them. All that fit when the token gives no name.
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
 * Why a token with this header is not looked at, or null. An extension that must be understood (`crit`, RFC 7515 §4.1.11) is not understood here, and
 * content that is not base64url (`b64`, RFC 7797) is such an extension even where its sender forgot to say so.
 */
internal fun headerFault(header: JsonObject): String? =
    when {
        "crit" in header -> "it has critical extensions, and none is supported"
        "b64" in header -> "it has the extension b64, which is not supported"
        TEXTS.any { header.hasValue(it) && header.string(it) == null } -> "a member of its header is not a string"
        else -> null
    }

private val TEXTS = listOf("kid", "typ", "cty")
