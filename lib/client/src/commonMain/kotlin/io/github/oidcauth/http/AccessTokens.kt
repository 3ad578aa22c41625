package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.ktor.client.plugins.api.ClientPlugin
import io.ktor.client.plugins.api.Send
import io.ktor.client.plugins.api.createClientPlugin
import io.ktor.client.request.HttpSendPipeline
import io.ktor.http.content.OutgoingContent
import kotlin.jvm.JvmSynthetic

/**
 * The plugin for Ktor's `HttpClient` that sends a token that is valid with each request to an API.
 *
 * ```
 * val api = HttpClient {
 *     install(AccessTokens) {
 *         tokens = source
 *         origin("https://api.example.com")
 *     }
 * }
 * api.get("https://api.example.com/users")
 * ```
 *
 * [RequestAuthorizer] has the rules. If no token can be obtained, the request fails with an [AuthException]. In detail:
 *
 * - The rules are applied to the URL of each sending, wherever other plugins that send again, `HttpRedirect`, `HttpRequestRetry`
 *   and `Auth`, are installed. Each has its own DPoP proof. The engine itself must follow no redirects, as is the default, and must
 *   not repeat requests: call `customizeClient { disableAutomaticRetries() }` for `Apache5`.
 * - `Auth` of Ktor can be installed as well: if it, or the program, sets `Authorization`, that is sent, and its responses are
 *   ignored here.
 * - WebSockets and server-sent events are requests like others; `wss` counts as `https`.
 * - If a 401 leads to another attempt, the response is closed. Bodies that can be sent again are empty ones, text, bytes, forms,
 *   JSON of `ContentNegotiation`, and multipart forms, whose providers return a new channel or input each time. A stream
 *   cannot: then the caller gets the 401. See [AccessTokensConfig.repeatable].
 * - The token is in `response.request.headers`. Ktor's plugin `Logging` shows headers from `LogLevel.HEADERS` on: call its
 *   `sanitizeHeader { it == HttpHeaders.Authorization || it == "DPoP" }` then.
 * - A timeout of `HttpTimeout` includes the time to obtain a token, also that of a user who logs in.
 * - Requests by which this library obtains tokens are never given one, if they use the same client.
 * - `HttpRequestRetry` without retries lets Ktor 3.3.2 to 3.4.0 refuse the second attempt with `SendCountExceedException`
 *   (KTOR-9211).
 */
@get:JvmSynthetic
public val AccessTokens: ClientPlugin<AccessTokensConfig> =
    run {
        requireFittingVersions()
        createClientPlugin("OidcAuthAccessTokens", ::AccessTokensConfig) {
            val sender = AccessTokenSender(pluginConfig.authorizer(), pluginConfig.isRepeatable)
            on(Send) { request -> sender.send(request) { proceed(it) } }
            // Runs for every sending, also those that plugins within the one above repeat.
            client.sendPipeline.intercept(HttpSendPipeline.Before) { content ->
                sender.authorized(context, (content as? OutgoingContent)?.headers) { proceed() }
            }
        }
    }
