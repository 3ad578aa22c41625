package io.github.oidcauth.oauth2

import kotlin.jvm.JvmSynthetic

/** A grant of the server's own (RFC 6749 §4.5): [grantType] is its absolute URI, and [options] have its parameters. */
public class CustomGrant(
    grantType: String,
    options: RequestOptions,
) : Grant(grantType, options) {
    init {
        require(grantType.isNotEmpty()) { "A grant has a grant_type." }
    }

    override val parameters: List<Pair<String, String>> get() = emptyList()
}

/** `CustomGrant("urn:example:grant-type:badge") { parameter("badge", "4711") }`. */
@JvmSynthetic
public inline fun CustomGrant(
    grantType: String,
    configure: RequestOptions.Builder.() -> Unit,
): CustomGrant = CustomGrant(grantType, RequestOptions(configure))
