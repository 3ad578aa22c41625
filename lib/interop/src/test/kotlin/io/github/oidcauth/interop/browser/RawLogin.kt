package io.github.oidcauth.interop.browser

import io.github.oidcauth.interop.browser.RawLogin.CHALLENGE
import io.github.oidcauth.interop.browser.RawLogin.REDIRECT_URI
import io.github.oidcauth.interop.browser.RawLogin.VERIFIER
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.browser.RawLogin.encoded
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.net.URLEncoder
import java.time.Instant
import java.util.UUID

/** The common parts of logins over plain HTTP. */
internal object RawLogin {
    /** Nothing listens there. */
    const val REDIRECT_URI = "http://127.0.0.1:49152/callback"

    /** RFC 7636, appendix B. */
    const val VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    const val CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    fun encoded(text: String): String = URLEncoder.encode(text, Charsets.UTF_8)

    /** The claims of a JWT that vouches for [subject], for a minute (RFC 7523). */
    fun assertionClaims(issuer: String, subject: String, audience: String): JsonObject = buildJsonObject {
        put("iss", issuer)
        put("sub", subject)
        put("aud", audience)
        put("jti", UUID.randomUUID().toString())
        put("iat", Instant.now().epochSecond)
        put("exp", Instant.now().epochSecond + 60)
    }
}
