@file:JvmName("IdTokenClaims")

package io.github.oidcauth.openid

import io.github.oidcauth.Token
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmName

/**
 * The claims of [Token.idToken], or null if there is no readable ID token. From Java: `IdTokenClaims.of(token)`.
 *
 * They are read, but not validated again. [OAuth2Client.token] has validated the claims of its tokens, unless
 * [IdTokenSettings.isValidationSkipped] is true; in any other token they may contain anything. [OAuth2Client.validateIdToken]
 * validates them.
 */
@get:JvmName("of")
public val Token.idTokenClaims: JsonObject? get() = idToken?.let(::unverifiedClaims)
