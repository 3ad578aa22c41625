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

    /** Decodes [text], or returns null if [encode] would not have written it: padding, white space and stray bits are refused. */
    fun decode(text: String): ByteArray? =
        try {
            codec.decode(text)
        } catch (_: IllegalArgumentException) {
            null
        }
}
