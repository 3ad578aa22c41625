package io.github.oidcauth.openid

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.tokens.isTrue
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What a server says of a user: the response of [OAuth2Client.userInfo] (OpenID Connect Core 1.0 §5.1, §5.3.2). Which claims are
 * there depends on the scope and on the server. Aggregated and distributed claims (§5.6.2) stand in [claims] as they came;
 * nobody has looked at them.
 *
 * An immutable value. [toString] shows nothing of the user.
 */
public class UserInfo internal constructor(
    /** All claims, as they came. */
    public val claims: JsonObject,
) {
    /** `sub`: the user, by a name that this server gives to nobody else. */
    public val subject: String get() = claims.string("sub").orEmpty()

    /** `name`: the user's full name in a form to show, or null. */
    public val name: String? get() = claims.string("name")

    /** `preferred_username`: what the user likes to be called. Not unique, and it may change. Null when it is not told. */
    public val preferredUsername: String? get() = claims.string("preferred_username")

    /** `email`, or null. Not unique, and it may change; [isEmailVerified] tells whether it is the user's. */
    public val email: String? get() = claims.string("email")

    /** `email_verified`: whether the server has made sure that [email] is the user's. False when it does not say. */
    public val isEmailVerified: Boolean get() = claims.isTrue("email_verified")

    /** `phone_number`, or null. [isPhoneNumberVerified] tells whether it is the user's. */
    public val phoneNumber: String? get() = claims.string("phone_number")

    /**
     * `phone_number_verified`: true when the server has made sure that [phoneNumber] is the user's. False when it does not say.
     */
    public val isPhoneNumberVerified: Boolean get() = claims.isTrue("phone_number_verified")

    /** The claim [name] as it came, or null. */
    public operator fun get(name: String): JsonElement? = claims[name]

    /** The claim [name] when it is a string, or null. */
    public fun string(name: String): String? = claims.string(name)

    override fun equals(other: Any?): Boolean = other is UserInfo && other.claims == claims

    override fun hashCode(): Int = claims.hashCode()

    override fun toString(): String = "UserInfo(subject=$REDACTED, claims=${claims.keys})"
}
