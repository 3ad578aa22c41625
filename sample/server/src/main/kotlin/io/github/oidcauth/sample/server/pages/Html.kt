package io.github.oidcauth.sample.server.pages

import org.springframework.web.util.HtmlUtils

/** A self-contained page: no script, no font, no image from elsewhere; light or dark as the browser prefers. */
internal fun page(
    title: String,
    body: String,
): String =
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title.html} · Sample provider</title>
    <style>$STYLE</style>
    </head>
    <body>
    <main>
    <p class="provider">Sample provider</p>
    <h1>${title.html}</h1>
    """.trimIndent() + "\n$body\n</main>\n</body>\n</html>\n"

/** The text with everything escaped that has a meaning in HTML, also within quoted attributes. */
internal val String.html: String
    get() = HtmlUtils.htmlEscape(this)

internal fun hidden(
    name: String,
    value: String,
): String = """<input type="hidden" name="${name.html}" value="${value.html}">"""

private const val STYLE = """
:root { color-scheme: light dark; --ink: #1c2330; --quiet: #5b6474; --paper: #f3f4f7; --card: #fff; --line: #d5d9e1; --accent: #2457c5; --on-accent: #fff; --warn: #a3261d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaef; --quiet: #a2abba; --paper: #14171d; --card: #1d2129; --line: #39404d; --accent: #8db2ff; --on-accent: #0d1628; --warn: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
.provider { margin: 0 0 .25rem; color: var(--quiet); font-size: .85rem; letter-spacing: .02em; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 1rem; }
ul { margin: 0 0 1.25rem; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .5rem; }
li { padding: .55rem .85rem; } li + li { border-top: 1px solid var(--line); }
label { display: block; margin: 0 0 1rem; font-size: .9rem; font-weight: 600; }
input { display: block; width: 100%; margin-top: .3rem; padding: .6rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem; }
.code { font-family: ui-monospace, monospace; font-size: 1.3rem; letter-spacing: .15em; text-transform: uppercase; text-align: center; }
button { width: 100%; padding: .65rem 1rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .5rem; cursor: pointer; }
button.second { margin-top: .6rem; color: var(--ink); background: transparent; border-color: var(--line); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.warning { padding: .6rem .85rem; color: var(--warn); border: 1px solid currentColor; border-radius: .5rem; font-size: .92rem; }
.quiet { margin: 1rem 0 0; color: var(--quiet); font-size: .9rem; }
"""
