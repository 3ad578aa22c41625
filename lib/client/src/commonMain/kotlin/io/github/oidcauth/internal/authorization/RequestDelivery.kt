package io.github.oidcauth.internal.authorization

import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.RequestObjectSettings
import kotlin.time.Instant

/** How the parameters of an authorization request get to the server. Immutable values. */
internal sealed interface RequestDelivery {
    /** In the URL that the browser opens (RFC 6749 §4.1.1). */
    data object InUrl : RequestDelivery

    /** As a signed JWT in that URL (RFC 9101 §5.1). */
    data class ByValue(
        val requestObject: String,
        /** The parameters that stand beside it, besides `client_id`. */
        val repeated: Set<String> = RequestObjectSettings.DEFAULT_REPEATED,
    ) : RequestDelivery {
        override fun toString(): String = "ByValue($REDACTED)"
    }

    /** By a URI in that URL (RFC 9101 §5.2). */
    data class ByReference(
        val requestUri: String,
        /** When the server forgets what was pushed (RFC 9126 §2.2); null when nothing was pushed. */
        val expiresAt: Instant?,
        /** The parameters that stand beside it when nothing was pushed, besides `client_id`. */
        val repeated: Set<String> = RequestObjectSettings.DEFAULT_REPEATED,
    ) : RequestDelivery {
        override fun toString(): String = "ByReference($REDACTED)"
    }
}
