// Tested by BuilderSettingsTest and ApiClientConfigTest.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.transport.CaFileRule
import io.ktor.client.HttpClient
import kotlinx.serialization.json.Json
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * All settings of an [ApiClientConfig] with their defaults; the properties of [ApiClientConfig.Builder] document them. Each builder
 * changes its own instance, and a configuration keeps a copy. [toString] shows no setting, because some are secret.
 */
internal data class ApiClientSettings(
    val url: String,
    var tokens: TokenSource? = null,
    var origins: List<String> = emptyList(),
    var authorizer: RequestAuthorizer? = null,
    var httpClient: HttpClient? = null,
    var caFile: String? = null,
    var timeout: Duration = 60.seconds,
    var expectSuccess: Boolean = true,
    var nulls: NullFields = NullFields.EXCLUDE,
    var booleans: Pair<String, String> = "true" to "false",
    var headers: List<Pair<String, String>> = emptyList(),
    var cookies: List<Pair<String, String>> = emptyList(),
    var userAgent: String? = null,
    var retries: Int = 0,
    var json: Json = DEFAULT_JSON,
    var jsonAdapter: JsonAdapter? = null,
    var maxResponseBytes: Int = DEFAULT_MAX_BYTES,
) {
    /**
     * Returns a copy of the settings, after checking that they can work.
     *
     * @throws InvalidConfigException when a setting cannot work, alone or together with the others.
     */
    fun normalize(): ApiClientSettings {
        fault()?.let { throw InvalidConfigException(it) }
        caFile?.let { CaFileRule.validate(it, httpClient) }
        return copy(origins = origins.toList(), headers = headers.toList(), cookies = cookies.toList())
    }

    private fun fault(): String? =
        when {
            authorizer != null && (tokens != null || origins.isNotEmpty()) -> {
                "An authorizer has its own tokens and origins. Set either the authorizer, or the tokens and origins."
            }

            tokens == null && origins.isNotEmpty() -> {
                "There are origins that tokens may be sent to, and no tokens. Set the tokens as well."
            }

            !timeout.isPositive() -> {
                "The timeout is $timeout; it must be more than zero."
            }

            userAgent?.all { it in ' '..'~' } == false -> {
                "The user agent has characters that no header can have. Use printable ASCII."
            }

            retries !in 0..MAX_RETRIES -> {
                "The number of retries is $retries; it must be from 0 to $MAX_RETRIES."
            }

            maxResponseBytes !in 1..MAX_BYTES -> {
                "The maximum size of a response is $maxResponseBytes; it must be from 1 to $MAX_BYTES bytes. " +
                    "Read larger ones as a stream."
            }

            else -> {
                null
            }
        }

    override fun toString(): String = "ApiClientSettings($REDACTED)"

    private companion object {
        const val MAX_RETRIES = 20
        const val DEFAULT_MAX_BYTES = 16 shl 20

        /** 1 GiB. */
        const val MAX_BYTES = 1 shl 30

        /** Members that a class does not have are skipped, because an API may add some at any time. */
        val DEFAULT_JSON = Json { ignoreUnknownKeys = true }
    }
}
