package io.github.oidcauth.internal.metadata

import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject

/** The result of validating a response from a URL that may have metadata. Immutable values. */
internal sealed interface MetadataResponse {
    /** A document that names an issuer, which has not been compared yet. */
    class Found(
        val metadata: ServerMetadata,
        val issuer: String,
        val statusCode: Int,
    ) : MetadataResponse

    /** Any other response. Metadata may still be at the next URL. */
    class NotFound(
        /** A short description of the response for users. */
        val reason: String,
        val statusCode: Int,
        /** True if the body is JSON nevertheless. */
        val isJson: Boolean = false,
    ) : MetadataResponse

    companion object {
        private const val MAX_LOCATION = 200
        private val REDIRECTS = 300..399

        /**
         * Validates [response] by its content: servers send documents with any media type, and web pages with any status. Pure;
         * never throws.
         */
        fun of(response: RawResponse): MetadataResponse {
            val status = response.statusCode
            if (!response.isSuccess) return NotFound(statusOf(response), status)
            // RFC 8259 §8.1 allows readers to ignore a byte order mark.
            val json = parseJson(response.body)
            val metadata = (json as? JsonObject)?.let(ServerMetadata::fromJson)
            val issuer = metadata?.issuer?.takeIf { it.isNotEmpty() }
            return when {
                metadata != null && issuer != null -> Found(metadata, issuer, status)
                metadata != null -> NotFound("JSON that names no issuer", status, isJson = true)
                response.body.isBlank() -> NotFound("an empty response", status)
                response.body.trimStart().startsWith("<") -> NotFound("a web page", status)
                json is JsonArray -> NotFound("JSON that is not an object", status, isJson = true)
                else -> NotFound("a response that is not JSON", status)
            }
        }

        private fun statusOf(response: RawResponse): String {
            val target = response.location?.takeIf { response.statusCode in REDIRECTS }?.printable(MAX_LOCATION)
            return "status ${response.statusCode}" + if (target.isNullOrEmpty()) "" else ", a redirect to $target"
        }
    }
}
