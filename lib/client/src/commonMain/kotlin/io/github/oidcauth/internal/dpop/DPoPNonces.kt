package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.responses.RawResponse
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * The newest nonce of each server for DPoP proofs (RFC 9449 §8.2, §9). Authorization servers and resource servers have separate
 * instances, because one server may be both and use different nonces for each.
 *
 * Holds the nonces of at most [MAX_ORIGINS] servers, those updated last. Thread-safe, without a lock.
 */
internal class DPoPNonces {
    private val nonces = MutableStateFlow(emptyMap<String, String>())

    /** Returns the newest nonce of the server at [target], or null when it has sent none. */
    operator fun get(target: HttpTarget): String? = nonces.value[target.origin]

    /** Stores [nonce] as the newest of the server at [target]. Null and malformed nonces are ignored. */
    fun learn(
        target: HttpTarget,
        nonce: String?,
    ) {
        if (nonce == null || !isNonce(nonce)) return
        nonces.update { known ->
            if (known[target.origin] == nonce) {
                known
            } else {
                (known - target.origin).entries.toList().takeLast(MAX_ORIGINS - 1).associate { it.key to it.value } +
                    (target.origin to nonce)
            }
        }
    }

    companion object {
        const val HEADER: String = "DPoP-Nonce"
        const val MAX_ORIGINS: Int = 100

        /** The limit in characters. Some servers put an encrypted time into the nonce; every proof and request contains it. */
        const val MAX_LENGTH: Int = 2048

        /** Returns the nonce in [response], or null. A header that occurs twice is ignored (RFC 9449 §8.1). */
        fun of(response: RawResponse): String? = response.header(HEADER)?.trim()?.takeIf(::isNonce)

        /** RFC 9449 §8.1: one or more of the characters of a scope (RFC 6749 appendix A.4). */
        private fun isNonce(text: String) =
            text.length in 1..MAX_LENGTH && text.all { it in '!'..'~' && it != '"' && it != '\\' }
    }
}
