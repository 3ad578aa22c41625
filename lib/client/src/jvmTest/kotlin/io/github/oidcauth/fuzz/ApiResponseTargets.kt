package io.github.oidcauth.fuzz

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.http.Link
import io.github.oidcauth.internal.api.ApiResult
import io.github.oidcauth.internal.responses.ProblemReader
import io.github.oidcauth.internal.responses.decodeExtendedValue
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.ReceivedResponse
import kotlinx.serialization.json.Json

/** The parts of an API's responses beside its own data. */
internal object ApiResponseTargets {
    private const val URL = "https://api.example/items?page=1"

    fun all(): List<FuzzTarget> =
        listOf(
            responseTarget(),
            FuzzTarget(
                "link header",
                setOf("Link", "LinkReader", "ExtendedValue", "UrlReference"),
                texts(
                    "<https://api.example/items?page=2>; rel=\"next\", </items?page=9>; rel=last; title*=UTF-8'de'n%c3%a4chste",
                    "<?page=2>; rel=\"next prev\"; anchor=\"#x\"; type=\"text/html\"\n<//b.example/../c/./d>;rel=a;rel=b;x",
                ),
            ) { input ->
                val text = input.asText()
                Link.parse(text.lines(), URL).forEach { link ->
                    check(link.url.all { it in '!'..'~' } && ':' in link.url) { "It is no absolute URL." }
                    check(link.toString().printable(LONG) == link.toString()) { "It is not printable." }
                    link.hasRelation(text)
                }
                decodeExtendedValue(text)
            },
            FuzzTarget(
                "problem details",
                setOf("ProblemReader", "ProblemDetails", "UrlReference"),
                texts(
                    """{"type":"/probs/a","title":"T","status":403,"detail":"D","instance":"?x","balance":30,"accounts":["/a"]}""",
                    """{"errors":[{"detail":"must be positive","pointer":"#/age"}]}""",
                ),
            ) { input ->
                ProblemReader.read("application/problem+json", input.asText(), URL)?.run {
                    check("$this".printable(LONG) == "$this") { "It is not printable." }
                    getExtensions().toString()
                    hashCode()
                }
            },
        )

    /** The first line is the challenge, the second the media type, and the rest is the body. */
    private fun responseTarget() =
        FuzzTarget(
            "response to ApiClient",
            setOf("ApiResponse", "ApiErrors", "ResponseText", "ParsedJson"),
            listOf(
                "Bearer error=\"insufficient_scope\", scope=\"a b\"\napplication/json\n{\"message\":\"No.\",\"errors\":[{\"a\":1.5}]}",
                "DPoP error=\"invalid_token\"\ntext/plain; charset=iso-8859-1\nBearer $SECRET",
            ).map { it.encodeToByteArray() },
        ) { input ->
            val lines = input.asText().lines()
            val headers = mapOf("www-authenticate" to lines.take(1), "content-type" to lines.drop(1).take(1))
            val octets = lines.drop(2).joinToString("\n").encodeToByteArray()
            val call = HttpCall("GET", URL, listOf("Authorization" to "Bearer $SECRET"))
            listOf(200, 401, 403, 500).forEach { status ->
                val response = ApiResponse(ApiResult(call, ReceivedResponse(status, headers, octets)), Json)
                try {
                    response.orThrow().json().toString()
                } catch (e: AuthException) {
                    check(e.message.printable(LONG) == e.message) { "It is not printable." }
                    check(SECRET !in e.message && SECRET !in e.detail.orEmpty()) { "It has the token in it." }
                }
            }
        }

    private const val SECRET = "2YotnFZFEjr1zCsicMWpAA"
    private const val LONG = 20_000
}
