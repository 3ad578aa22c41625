// Tested by ApiCommandTest.
package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.HomePath
import io.github.oidcauth.cli.api.ApiCall
import io.github.oidcauth.cli.api.ApiField
import io.github.oidcauth.cli.api.ApiHeader
import io.github.oidcauth.cli.api.ApiInput
import io.github.oidcauth.cli.api.ApiTarget
import io.github.oidcauth.cli.onOneLine
import java.io.IOException
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path
import kotlin.io.path.readText

/** The options for the request and the output of `api`. The letters are those of `gh api`. */
internal class ApiOptions : OptionGroup("For the request") {
    private val method by option("-X", "--method", metavar = "METHOD", help = "The method, if it is not the first word.")

    private val rawFields by option(
        "-f",
        "--raw-field",
        metavar = "KEY=VALUE",
        help = "A text for the JSON body, or for the query of a GET; may be repeated. a[b]=c and a[]=c make objects and arrays.",
    ).convert { ApiField.raw(it) ?: fail("'${it.onOneLine()}' is not KEY=VALUE.") }.multiple()

    private val typedFields by option(
        "-F",
        "--field",
        metavar = "KEY=VALUE",
        help = "The same; true, false, null and integers are sent as such, and @FILE is the text in a file.",
    ).convert { ApiField.typed(it, ::textIn) ?: fail("'${it.onOneLine()}' is not KEY=VALUE.") }.multiple()

    private val headers by option(
        "-H",
        "--request-header",
        metavar = "NAME:VALUE",
        help = "A header; may be repeated. The token is added by itself.",
    ).convert { text ->
        val header = ApiHeader.of(text) ?: fail("'${text.substringBefore(':').onOneLine()}' is not NAME:VALUE.")
        if (ApiHeader.isSecret(
                header.first,
            )
        ) {
            fail("${header.first.onOneLine()} would be a secret in an argument, which others can read.")
        }
        header
    }.multiple()

    private val input by option("--input", metavar = "FILE", help = "The file with the body; - is standard input.")

    val origins by option(
        "--origin",
        metavar = "URL",
        help = "Another origin that the token may be sent to, beside that of the host; may be repeated.",
    ).multiple()

    val include by option("-i", "--include", help = "Print the status and the headers of the response, too.").flag()
    val silent by option("--silent", help = "Do not print the body.").flag()
    val paginate by option("--paginate", help = "Print all pages of a list, by its Link headers.").flag()

    /** Returns the request. [word] is the method before the path, or null. @throws UsageError if there are two methods. */
    fun call(
        word: String?,
        stdin: InputStream,
    ): ApiCall {
        if (word != null && method != null) throw UsageError("There are two methods, $word and ${method?.onOneLine()}.")
        val body = input?.let { if (it == STANDARD_INPUT) ApiInput.OfStream(stdin) else ApiInput.OfFile(pathOf(it)) }
        val call = ApiCall(word ?: method, rawFields + typedFields, headers, body)
        if (paginate && call.method != "GET") throw UsageError("--paginate is for GET. Write: oidc-auth api GET PATH --paginate.")
        return call
    }

    private fun textIn(file: String): String =
        try {
            pathOf(file).readText()
        } catch (e: IOException) {
            throw UsageError("The file ${file.onOneLine()} cannot be read (${e.javaClass.simpleName}).")
        }

    private fun pathOf(file: String): Path {
        val path =
            try {
                HomePath.of(file)
            } catch (_: InvalidPathException) {
                null
            }
        return path?.takeIf(Files::isReadable) ?: throw UsageError("The file ${file.onOneLine()} cannot be read.")
    }

    companion object {
        private const val STANDARD_INPUT = "-"

        /** Returns method and target in [words]: `[METHOD] PATH`. @throws UsageError if they are something else. */
        fun targetIn(words: List<String>): Pair<String?, ApiTarget> {
            val method = words.firstOrNull()?.takeIf { words.size == 2 && ApiTarget.isMethod(it.uppercase()) }?.uppercase()
            val path = if (method == null) words.singleOrNull() else words.last()
            return method to ApiTarget.of(path ?: throw UsageError("Write: oidc-auth api [METHOD] PATH, such as: api GET users."))
        }
    }
}
