package io.github.oidcauth.openid

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.tokens.isTrue
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmSynthetic

/**
 * The claims of a server about a user: the response of [OAuth2Client.userInfo] (OpenID Connect Core 1.0 §5.1, §5.3.2). The
 * scope and the server decide which claims are present. [claims] contains aggregated and distributed claims (§5.6.2)
 * unchanged; they are not validated.
 *
 * An immutable value. [toString] shows nothing of the user.
 */
public class UserInfo internal constructor(
    /** All claims, unchanged. */
    @get:JvmSynthetic
    public val claims: JsonObject,
) : UserInfoForJava {
    /** `sub`: the identifier of the user, unique at this server. */
    public val subject: String get() = claims.string("sub").orEmpty()

    /** `name`: the user's full name for display, or null. */
    public val name: String? get() = claims.string("name")

    /** `preferred_username`: the name that the user prefers. Not unique, and it may change. Null if absent. */
    public val preferredUsername: String? get() = claims.string("preferred_username")

    /** `email`, or null. Not unique, and it may change; [isEmailVerified] tells if it belongs to the user. */
    public val email: String? get() = claims.string("email")

    /** `email_verified`: true if the server has verified that [email] belongs to the user. False if absent. */
    public val isEmailVerified: Boolean get() = claims.isTrue("email_verified")

    /** `phone_number`, or null. [isPhoneNumberVerified] tells if it belongs to the user. */
    public val phoneNumber: String? get() = claims.string("phone_number")

    /** `phone_number_verified`: true if the server has verified that [phoneNumber] belongs to the user. False if absent. */
    public val isPhoneNumberVerified: Boolean get() = claims.isTrue("phone_number_verified")

    /** Returns the claim [name] unchanged, or null. */
    @JvmSynthetic
    public operator fun get(name: String): JsonElement? = claims[name]

    /** Returns the claim [name] if it is a string, or null. */
    public fun string(name: String): String? = claims.string(name)

    override fun equals(other: Any?): Boolean = other is UserInfo && other.claims == claims

    override fun hashCode(): Int = claims.hashCode()

    override fun toString(): String = "UserInfo(subject=$REDACTED, claims=${claims.keys})"
}
