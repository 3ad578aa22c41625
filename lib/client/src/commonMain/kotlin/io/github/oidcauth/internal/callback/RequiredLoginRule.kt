package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.scopeNames
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Validates the settings for the login that the user must have done. Only an ID token says how a user has logged in. Pure. */
internal object RequiredLoginRule {
    private const val MAX_SHOWN = 64
    private val ACR = Regex("[!-~]+")

    /** @throws InvalidConfigException if the settings cannot work together. */
    fun validate(
        acrValues: List<String>,
        maxAge: Duration?,
        scope: String?,
        parameters: Map<String, String>,
    ) {
        if (acrValues.isEmpty() && maxAge == null) return
        val fault =
            acrValues.firstOrNull { !ACR.matches(it) }?.let {
                "The required acr value '${it.printable(MAX_SHOWN)}' is not one: it has no blanks and is not empty."
            }
                ?: AGE.takeIf { !isAge(maxAge) }
                ?: twice("acr_values", "required acr values").takeIf { acrValues.isNotEmpty() && "acr_values" in parameters }
                ?: twice("max_age", "maximum age").takeIf { maxAge != null && "max_age" in parameters }
                ?: NO_ID_TOKEN.takeIf { scope != null && scope.isNotBlank() && "openid" !in scopeNames(scope) }
        if (fault != null) throw InvalidConfigException(fault)
    }

    private fun isAge(age: Duration?) = age == null || (!age.isNegative() && age <= AuthorizationParameters.MAX_AGE.seconds)

    private fun twice(
        parameter: String,
        setting: String,
    ) = "The authorization parameter $parameter and the $setting of the login are the same. Leave one of them out."

    private const val AGE = "The maximum age of the login is from 0 to ${AuthorizationParameters.MAX_AGE} seconds."

    private const val NO_ID_TOKEN =
        "The ID token says how and when the user has logged in, and there is none without the scope openid. Request that " +
            "scope too, or leave the required acr values and the maximum age out."
}
