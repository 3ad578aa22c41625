package io.github.oidcauth.cli.credentials

import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.time.Instant

/** The request that kubectl, or another client of Kubernetes, sends to a credential plugin (`client.authentication.k8s.io`). */
internal class ExecCredential private constructor(
    private val apiVersion: String,
    /** True if the plugin may use the user's terminal, false if not, null if the client does not say so. */
    val isInteractive: Boolean?,
    /** The API server of the cluster, or null if the client does not send it (`provideClusterInfo`), or it is not plain. */
    val server: ServerAddress?,
) {
    /** Returns the response with [token], in the version of the request. */
    fun response(token: PresentedToken): JsonObject =
        buildJsonObject {
            put("apiVersion", apiVersion)
            put("kind", KIND)
            putJsonObject("status") {
                token.expiresAt?.let { put("expirationTimestamp", Instant.fromEpochSeconds(it.epochSeconds).toString()) }
                put("token", token.value)
            }
        }

    companion object {
        /** The variable with the request. */
        const val VARIABLE: String = "KUBERNETES_EXEC_INFO"

        private const val KIND = "ExecCredential"
        private const val GROUP = "client.authentication.k8s.io"
        private const val V1 = "$GROUP/v1"
        private val VERSIONS = listOf(V1, "$GROUP/v1beta1")

        /**
         * Returns the request in [text], the value of [VARIABLE]; without one, as for a user who tries the command, that of v1.
         *
         * @throws InvalidHelperRequestException if it is not a request, or of another version.
         */
        fun parse(text: String?): ExecCredential {
            if (text.isNullOrBlank()) return ExecCredential(V1, null, null)
            val request = JsonRequest.parse(text, "The value of $VARIABLE")
            val version = request.text("apiVersion").orEmpty()
            if (request.text("kind") != KIND || version !in VERSIONS) {
                throw InvalidHelperRequestException(
                    "$VARIABLE has the version '${version.take(
                        MAX_SHOWN,
                    ).onOneLine()}'. Write `apiVersion: $V1` below `exec:` in " +
                        "the kubeconfig.",
                )
            }
            val spec = request.member("spec")
            val server = spec?.member("cluster")?.text("server")?.let(ServerAddress::ofUri)
            return ExecCredential(version, spec?.boolean("interactive"), server)
        }

        private const val MAX_SHOWN = 60
    }
}
