package io.github.oidcauth.fuzz

/** A response of a server as bytes: its status, its headers, an empty line, its body. */
internal class HttpText(
    val status: Int,
    val headers: List<Pair<String, String>>,
    val body: ByteArray,
) {
    companion object {
        private const val STATUS_DIGITS = 3
        private const val OK = 200
        private val NAME = Regex("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
        private val END = Regex("\r?\n\r?\n")

        /** Everything is a response: what no HTTP engine hands on is left out of it. */
        fun read(bytes: ByteArray): HttpText {
            val text = String(bytes, Charsets.ISO_8859_1)
            val end = END.find(text) ?: return HttpText(OK, listOf("Content-Type" to "application/json"), bytes)
            val lines = text.substring(0, end.range.first).lines()
            val headers =
                lines.drop(1).map {
                    it.substringBefore(':').trim() to it.substringAfter(':', "").trim().filter(::isFieldCharacter)
                }
            return HttpText(
                lines[0].filter { it in '0'..'9' }.take(STATUS_DIGITS).toIntOrNull()?.coerceIn(100, 599) ?: OK,
                headers.filter { NAME.matches(it.first) },
                bytes.copyOfRange(end.range.last + 1, bytes.size),
            )
        }

        fun of(
            body: String,
            status: Int = OK,
            vararg headers: String,
        ): ByteArray = "$status\n${(
            listOf(
                "Content-Type: application/json",
            ) + headers
        ).joinToString("\n")}\n\n$body".encodeToByteArray()

        private fun isFieldCharacter(c: Char) = c == '\t' || (c >= ' ' && c != '\u007f')
    }
}

/** Samples that are responses with these bodies, by status 200. */
internal fun responses(vararg bodies: String): List<ByteArray> = bodies.map { HttpText.of(it) }
