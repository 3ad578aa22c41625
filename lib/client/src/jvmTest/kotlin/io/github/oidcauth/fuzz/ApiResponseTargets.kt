package io.github.oidcauth.fuzz

import io.github.oidcauth.http.Link
import io.github.oidcauth.internal.responses.ProblemReader
import io.github.oidcauth.internal.responses.decodeExtendedValue
import io.github.oidcauth.internal.text.printable

/** What the responses of an API contain beside its own data. */
internal object ApiResponseTargets {
    private const val URL = "https://api.example/items?page=1"

    fun all(): List<FuzzTarget> =
        listOf(
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

    private const val LONG = 20_000
}
