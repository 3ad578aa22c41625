package io.github.oidcauth.openid

import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.json.toPlainValue

/** The members of [UserInfo] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface UserInfoForJava {
    /** Returns [UserInfo.claims] as maps, lists, strings, booleans, numbers and null. */
    public fun getClaims(): Map<String, Any?> = userInfo.claims.toPlainMap()

    /** Returns the claim [name] as a map, list, string, boolean or number; null if it is absent or JSON's null. */
    public fun getClaim(name: String): Any? = userInfo[name]?.toPlainValue()

    private val userInfo: UserInfo get() =
        when (this) {
            is UserInfo -> this
        }
}
