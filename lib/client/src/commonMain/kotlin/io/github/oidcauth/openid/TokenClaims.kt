@file:JvmName("IdTokenClaims")

package io.github.oidcauth.openid

import io.github.oidcauth.Token
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmName

/**
 * The claims of [Token.idToken], or null when there is none that can be read. From Java: `IdTokenClaims.of(token)`.
 *
 * They are read, not validated again. Of a token that [OAuth2Client.token] returned they have been validated when it arrived,
 * unless [IdTokenSettings.isValidationSkipped] says otherwise; of any other token they are whatever its maker put there.
 * [OAuth2Client.validateIdToken] tells.
 */
@get:JvmName("of")
public val Token.idTokenClaims: JsonObject? get() = idToken?.let(::unverifiedClaims)
