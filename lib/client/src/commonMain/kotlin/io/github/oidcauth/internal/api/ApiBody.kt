// Tested by ApiClientTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.http.MultipartForm
import io.github.oidcauth.internal.requests.MultipartContent
import io.github.oidcauth.internal.requests.MultipartPart
import io.github.oidcauth.internal.requests.OctetsContent
import io.github.oidcauth.internal.transport.HttpCall
import io.ktor.http.content.OutgoingContent
import kotlinx.serialization.json.JsonElement

/** The body of a request to an API, before the settings of its client are applied. */
internal sealed interface ApiBody {
    /** True if it can be sent several times. */
    val isRepeatable: Boolean get() = true

    data object None : ApiBody

    /** JSON that [element] makes with the settings of the client. */
    class JsonValue(
        val element: (JsonBody) -> JsonElement,
    ) : ApiBody

    /** The fields of a form (`application/x-www-form-urlencoded`), in order; a name may occur several times. */
    class Form(
        val fields: List<Pair<String, Any?>>,
    ) : ApiBody

    /** A form with files. [parts] returns its parts, with its texts as the rules say. */
    class Multipart(
        private val form: MultipartForm,
    ) : ApiBody {
        override val isRepeatable: Boolean get() = form.isRepeatable

        /** A text with several values is a part for each (RFC 7578 §4.3). */
        fun parts(rules: FieldRules): List<MultipartPart> =
            form.fields.flatMap { field ->
                val contents =
                    field.content?.let(::listOf) ?: rules.form(listOf(field.name to field.value)).map { contentOf(it.second) }
                contents.map { MultipartPart(field.name, field.fileName, field.mediaType, it) }
            }

        private fun contentOf(text: String) = OctetsContent(text.encodeToByteArray())
    }

    class Octets(
        val octets: ByteArray,
        val mediaType: String,
    ) : ApiBody

    /** Content that is written while it is sent. [content] returns it for each sending. */
    class Stream(
        override val isRepeatable: Boolean,
        val content: () -> OutgoingContent,
    ) : ApiBody
}

/** Returns this body as it is sent, as [mediaType] if that is not null, in place of its own type. */
internal fun ApiBody.toBody(
    json: JsonBody,
    rules: FieldRules,
    mediaType: String?,
    boundary: () -> String,
): HttpCall.Body =
    when (this) {
        is ApiBody.None -> HttpCall.Body.None
        is ApiBody.JsonValue -> HttpCall.Body.Text(mediaType ?: "application/json", rules.json(element(json)).toString())
        is ApiBody.Octets -> HttpCall.Body.Octets(mediaType ?: this.mediaType, octets)
        is ApiBody.Form -> HttpCall.Body.Form(rules.form(fields))
        is ApiBody.Multipart -> parts(rules).let { parts -> HttpCall.Body.Stream { MultipartContent(boundary(), parts) } }
        is ApiBody.Stream -> HttpCall.Body.Stream(content)
    }
