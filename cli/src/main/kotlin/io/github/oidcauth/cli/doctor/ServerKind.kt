// Tested by DoctorTest.
package io.github.oidcauth.cli.doctor

import io.github.oidcauth.Config
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.metadata.WellKnownUrls
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The kind of a server, and its logins. */
internal sealed interface ServerKind {
    val hasDeviceLogin: Boolean

    /** An issuer with its [metadata]. */
    class Issuer(
        private val metadata: JsonObject,
    ) : ServerKind {
        val name: String? get() = text("issuer")
        override val hasDeviceLogin: Boolean get() = text("device_authorization_endpoint") != null
        val hasBrowserLogin: Boolean get() = text("authorization_endpoint") != null

        private fun text(member: String): String? = (metadata[member] as? JsonPrimitive)?.takeIf { it.isString }?.content
    }

    /** An application with py-oidc-auth. */
    class Application(
        override val hasDeviceLogin: Boolean,
    ) : ServerKind

    data object Unknown : ServerKind {
        override val hasDeviceLogin: Boolean get() = false
    }
}

/**
 * Finds the kind of the server of [config]. The metadata of an issuer are public. The routes of an application take only `POST`,
 * so a `GET` is refused with 405 if they exist, and does nothing.
 */
internal class ServerExamination(
    private val config: Config,
    private val probe: ServerProbe,
) {
    /** The kind, and the first request, whose steps are the way to the server. */
    class Result(
        val kind: ServerKind,
        val first: ServerProbe.Result,
    )

    /** The first URL that is requested. */
    val firstUrl: String get() = urls.first()

    private val routes = listOf(config.deviceRoute, config.tokenRoute).map { config.host.removeSuffix("/") + it }
    private val documents = WellKnownUrls.of(IssuerName.of(config.host), allowInsecureHttp = false)
    private val urls = if (config.client == null) routes + documents else documents

    suspend fun run(): Result {
        val first = probe.get(firstUrl)
        var result = first
        for (url in urls) {
            if (url != firstUrl) result = probe.get(url)
            val kind = kindOf(url, result.reply ?: return Result(ServerKind.Unknown, first))
            if (kind != null) return Result(kind, first)
        }
        return Result(ServerKind.Unknown, first)
    }

    private fun kindOf(
        url: String,
        reply: ServerProbe.Reply,
    ): ServerKind? =
        when {
            url in routes -> if (reply.status == METHOD_NOT_ALLOWED) ServerKind.Application(url == routes.first()) else null
            reply.status == OK -> metadata(reply.body)?.let { ServerKind.Issuer(it) }
            else -> null
        }

    private fun metadata(body: String): JsonObject? =
        try {
            (Json.parseToJsonElement(body) as? JsonObject)?.takeIf { "issuer" in it }
        } catch (_: SerializationException) {
            null
        }

    private companion object {
        const val OK = 200
        const val METHOD_NOT_ALLOWED = 405
    }
}
