package io.github.oidcauth.internal.authorization

import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.RequestObjectSettings
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** The form in which the parameters of an authorization request are sent to the server. Immutable values. */
internal sealed interface RequestDelivery {
    /** The parameters are in the URL that the browser opens (RFC 6749 §4.1.1). */
    data object InUrl : RequestDelivery

    /** The parameters are in a signed JWT in that URL (RFC 9101 §5.1). */
    data class ByValue(
        val requestObject: String,
        /** The parameters that are repeated in the URL, in addition to `client_id`. */
        val repeated: Set<String> = RequestObjectSettings.DEFAULT_REPEATED,
    ) : RequestDelivery {
        override fun toString(): String = "ByValue($REDACTED)"
    }

    /** The URL has a URI that refers to the parameters (RFC 9101 §5.2). */
    data class ByReference(
        val requestUri: String,
        /** The time when the server discards the pushed request (RFC 9126 §2.2), or null if none was pushed. */
        val expiresAt: Instant?,
        /** The parameters that are repeated in the URL if no request was pushed, in addition to `client_id`. */
        val repeated: Set<String> = RequestObjectSettings.DEFAULT_REPEATED,
        /** The further members of the response to the pushed request. */
        val extra: JsonObject = JsonObject(emptyMap()),
    ) : RequestDelivery {
        override fun toString(): String = "ByReference($REDACTED)"
    }
}
