package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.responses.RawResponse
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * The nonces that servers want in proofs, the newest of each (RFC 9449 §8.2, §9). Those of authorization servers and those of
 * resource servers are kept in two of these: one server may be both, with nonces that do not fit one another.
 *
 * Of at most [MAX_ORIGINS] servers, those heard of last. Thread-safe, without a lock.
 */
internal class DPoPNonces {
    private val nonces = MutableStateFlow(emptyMap<String, String>())

    /** What the server at [target] wants, or null when it has said nothing. */
    operator fun get(target: HttpTarget): String? = nonces.value[target.origin]

    /** Notes [nonce] as the newest of the server at [target], unless it is none. */
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

        /** Servers put whole encrypted times into them; proofs grow by it, and so do requests. */
        const val MAX_LENGTH: Int = 2048

        /** The nonce that [response] brings. A header that is there twice names none (RFC 9449 §8.1). */
        fun of(response: RawResponse): String? = response.header(HEADER)?.trim()?.takeIf(::isNonce)

        /** RFC 9449 §8.1: the characters of a scope (RFC 6749 appendix A.4), one or more. */
        private fun isNonce(text: String) =
            text.length in 1..MAX_LENGTH && text.all { it in '!'..'~' && it != '"' && it != '\\' }
    }
}
