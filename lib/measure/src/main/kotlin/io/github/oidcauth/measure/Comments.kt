package io.github.oidcauth.measure

/** The parts of a source file, line by line: KDoc, other comments, code, blank lines. */
class Comments(
    lines: List<String>,
) {
    /** The text of each KDoc or Javadoc comment, without its asterisks. */
    val documentation: List<String>
    val documentationLines: Int
    val codeLines: List<String>

    init {
        val documents = mutableListOf<StringBuilder>()
        val code = mutableListOf<String>()
        var state = State.CODE
        var documented = 0
        for (line in lines) {
            val text = line.trim()
            if (state == State.CODE) state = opening(text)
            if (state == State.CODE) {
                if (text.isNotEmpty() && !text.startsWith("//")) code += line
                continue
            }
            if (state == State.DOCUMENTATION) {
                documented++
                if (text.startsWith("/**")) documents += StringBuilder()
                documents.last().append(textOf(text)).append('\n')
            }
            if ("*/" in text) state = State.CODE
        }
        documentation = documents.map { it.toString().trim() }
        documentationLines = documented
        codeLines = code
    }

    private enum class State { CODE, DOCUMENTATION, COMMENT }

    private fun opening(text: String): State =
        when {
            text.startsWith("/**/") -> State.CODE
            text.startsWith("/**") -> State.DOCUMENTATION
            text.startsWith("/*") -> State.COMMENT
            else -> State.CODE
        }

    private fun textOf(line: String): String =
        line.removePrefix("/**").substringBefore("*/").trim().removePrefix("*").trim()

    companion object {
        private val OPENINGS = setOf("What", "Whether", "Who", "Whose", "Where", "How", "Which", "When", "Why")

        /** Returns whether [documentation] opens with a word that makes it a clause, not a sentence. */
        fun isClause(documentation: String): Boolean = documentation.takeWhile { it.isLetter() } in OPENINGS
    }
}
