package io.github.oidcauth.internal.responses

import io.github.oidcauth.http.ProblemDetails
import io.github.oidcauth.internal.addresses.resolveReference
import io.github.oidcauth.internal.json.readJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.intOrNull

/** Reads problem details (RFC 9457). Members that are missing or of the wrong type are ignored (§3.1). Pure. */
internal object ProblemReader {
    private const val MEDIA_TYPE = "application/problem+json"
    private const val BLANK = "about:blank"
    private const val MAX_TEXT = 4_096
    private const val MAX_REFERENCE = 2_048
    private val STATUS = 100..599
    private val MEMBERS = setOf("type", "title", "status", "detail", "instance")

    /**
     * Returns the problem that the [body] of the response to a request to [url] describes, or null when [contentType], the value
     * of that header, is another one than `application/problem+json`, or [body] is no JSON object.
     */
    fun read(
        contentType: String?,
        body: String,
        url: String,
    ): ProblemDetails? {
        val mediaType = contentType?.substringBefore(';')?.trim()
        if (!MEDIA_TYPE.equals(mediaType, ignoreCase = true)) return null
        val json = readJson(body)?.json as? JsonObject ?: return null
        return ProblemDetails(
            type = reference(json, "type", url) ?: BLANK,
            title = text(json, "title"),
            status = status(json),
            detail = text(json, "detail"),
            instance = reference(json, "instance", url),
            extensions = JsonObject(json - MEMBERS),
        )
    }

    private fun text(
        json: JsonObject,
        name: String,
    ): String? = json.string(name)?.printable(MAX_TEXT)?.ifEmpty { null }

    /** A relative reference is resolved against the URL of the response (§3.1.1, §3.1.5). */
    private fun reference(
        json: JsonObject,
        name: String,
        url: String,
    ): String? {
        val reference = json.string(name)?.takeIf { it.length <= MAX_REFERENCE } ?: return null
        if (reference.isEmpty() || reference.any { it !in '!'..'~' }) return null
        return resolveReference(url, reference)
    }

    private fun status(json: JsonObject): Int? =
        (json["status"] as? JsonPrimitive)?.takeUnless { it.isString }?.intOrNull?.takeIf { it in STATUS }
}
