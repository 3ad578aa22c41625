package io.github.oidcauth.sample.server.pages

import org.springframework.http.MediaType
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.util.HtmlUtils

/** Returns a self-contained page: no script, no font, no image from elsewhere; light or dark as the browser prefers. */
internal fun page(
    title: String,
    body: String,
): String =
    """
    |<!DOCTYPE html>
    |<html lang="en">
    |<head>
    |<meta charset="utf-8">
    |<meta name="viewport" content="width=device-width, initial-scale=1">
    |<meta name="color-scheme" content="light dark">
    |<title>${title.html} · Sample provider</title>
    |<style>
    """.trimMargin() +
        "\n$style</style>\n</head>\n<body>\n<main>\n<p class=\"provider\">Sample provider</p>\n" +
        "<h1>${title.html}</h1>\n$body\n</main>\n</body>\n</html>\n"

/** The text with everything escaped that has a meaning in HTML, also within quoted attributes. */
internal val String.html: String
    get() = HtmlUtils.htmlEscape(this)

internal fun hidden(
    name: String,
    value: String,
): String = """<input type="hidden" name="${name.html}" value="${value.html}">"""

private val style: String by lazy {
    checkNotNull(Pages::class.java.getResourceAsStream("style.css")) { "The style sheet is missing." }
        .use { it.readBytes().decodeToString() }
}

/** Returns a page that no cache keeps. */
internal fun htmlResponse(
    page: String,
    status: Int = 200,
): ServerResponse =
    ServerResponse
        .status(status)
        .contentType(MediaType("text", "html", Charsets.UTF_8))
        .header("Cache-Control", "no-store")
        .body(page.toByteArray())
