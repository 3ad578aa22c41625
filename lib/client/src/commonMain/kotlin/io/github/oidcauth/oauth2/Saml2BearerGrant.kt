package io.github.oidcauth.oauth2

import kotlin.io.encoding.Base64
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/** `urn:ietf:params:oauth:grant-type:saml2-bearer`: a SAML 2.0 assertion that identifies a user or client (RFC 7522 §2.1). */
public class Saml2BearerGrant
    @JvmOverloads
    constructor(
        /** The assertion as XML; it is encoded in base64url when it is sent. */
        internal val assertion: String,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("urn:ietf:params:oauth:grant-type:saml2-bearer", options) {
        /** Requests [scope], space-separated. */
        public constructor(assertion: String, scope: String) : this(assertion, RequestOptions.ofScope(scope))

        override val parameters: List<Pair<String, String>>
            get() = listOf(
                "assertion" to Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT).encode(assertion.encodeToByteArray()),
            )
    }

/** Creates a [Saml2BearerGrant]: `Saml2BearerGrant(xml) { scope("read") }`. */
@JvmSynthetic
public inline fun Saml2BearerGrant(
    assertion: String,
    configure: RequestOptions.Builder.() -> Unit,
): Saml2BearerGrant = Saml2BearerGrant(assertion, RequestOptions(configure))
