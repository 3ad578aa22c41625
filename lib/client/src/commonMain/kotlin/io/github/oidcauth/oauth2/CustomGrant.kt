package io.github.oidcauth.oauth2

import kotlin.jvm.JvmSynthetic

/**
 * A grant that the server defines itself (RFC 6749 §4.5): [grantType] is its absolute URI, and [options] contain its
 * parameters.
 */
public class CustomGrant(
    grantType: String,
    options: RequestOptions,
) : Grant(grantType, options) {
    init {
        require(grantType.isNotEmpty()) { "A grant has a grant_type." }
    }

    override val parameters: List<Pair<String, String>> get() = emptyList()
}

/** Creates a [CustomGrant]: `CustomGrant("urn:example:grant-type:badge") { parameter("badge", "4711") }`. */
@JvmSynthetic
public inline fun CustomGrant(
    grantType: String,
    configure: RequestOptions.Builder.() -> Unit,
): CustomGrant = CustomGrant(grantType, RequestOptions(configure))
