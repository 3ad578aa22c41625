package io.github.oidcauth

import io.github.oidcauth.http.ApiClientConfig
import io.github.oidcauth.http.JsonAdapter
import io.github.oidcauth.http.NullFields
import io.github.oidcauth.http.RequestAuthorizer
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respondOk
import kotlinx.serialization.json.Json
import java.lang.reflect.Type
import kotlin.time.Duration.Companion.seconds

private val tokens = TokenSource.of("a")
private val otherTokens = TokenSource.of(MARKER)
private val rules by lazy { RequestAuthorizer.of(otherTokens, "https://api.example.com") }
private val mockClient by lazy { HttpClient(MockEngine { respondOk() }) }
private val pretty = Json { prettyPrint = true }
private val adapter =
    object : JsonAdapter {
        override fun write(value: Any): String = MARKER

        override fun read(
            text: String,
            type: Type,
        ): Any? = null
    }

/** Returns the settings of an API client, for [BuilderSettingsTest]. */
internal fun apiClientConfigCase(): BuilderCase<ApiClientConfig.Builder, ApiClientConfig> =
    BuilderCase(
        ApiClientConfig::class,
        base = { ApiClientConfig.builder("https://api.example.com").tokens(tokens) },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "url" to { ApiClientConfig.builder("https://$MARKER.example.com").tokens(tokens) },
                "tokens" to set { tokens = otherTokens },
                "origins" to set { origin("https://$MARKER.example.com") },
                "authorizer" to
                    set {
                        tokens = null
                        authorizer = rules
                    },
                "httpClient" to set { httpClient = mockClient },
                "caFile" to set { caFile = MARKER },
                "timeout" to set { timeout = 1.seconds },
                "expectSuccess" to set { expectSuccess = false },
                "nulls" to set { nulls = NullFields.EMPTY },
                "booleans" to set { booleans(MARKER, "0") },
                "headers" to set { header("A", MARKER) },
                "cookies" to set { cookie("a", MARKER) },
                "userAgent" to set { userAgent = MARKER },
                "retries" to set { retries = 2 },
                "json" to set { json = pretty },
                "jsonAdapter" to set { jsonAdapter = adapter },
                "maxResponseBytes" to set { maxResponseBytes = 1 },
            ),
        shown = setOf("url"),
    )
