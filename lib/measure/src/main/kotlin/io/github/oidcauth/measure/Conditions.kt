package io.github.oidcauth.measure

/** Counts the conditions of `if` and `while` that are written over several lines. */
object Conditions {
    private val START = Regex("""(?:^|[\s}])(?:if|while) \(""")

    /** Returns the number in [lines]. Lines of a lambda or call within the condition count as well. */
    fun brokenIn(lines: List<String>): Int =
        lines.count { line -> START.findAll(line.substringBefore("//")).any { isOpenAtEnd(line.substring(it.range.last)) } }

    private fun isOpenAtEnd(text: String): Boolean {
        var depth = 0
        for (character in text) {
            if (character == '(') depth++
            if (character == ')' && --depth == 0) return false
        }
        return true
    }
}
