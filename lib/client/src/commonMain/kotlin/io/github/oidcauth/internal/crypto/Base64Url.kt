package io.github.oidcauth.internal.crypto

import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.io.encoding.Base64

/** Base64url without padding (RFC 7515 §2). */
internal object Base64Url {
    init {
        requireFittingVersions()
    }

    private val codec = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT)

    fun encode(bytes: ByteArray): String = codec.encode(bytes)

    /** The octets, or null when [text] is not what [encode] would have written: padding, white space and stray bits are none of it. */
    fun decode(text: String): ByteArray? =
        try {
            codec.decode(text)
        } catch (_: IllegalArgumentException) {
            null
        }
}
