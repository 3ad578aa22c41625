package io.github.oidcauth.measure

/** The tests of the tree, and the source files that their names refer to. */
class TestNames(
    files: List<SourceFile>,
) {
    private val tests = files.filter { it.isTest && it.name.endsWith("Test") }.map { it.name }.toSet()

    fun hasTestOfItsName(file: SourceFile): Boolean = "${file.name}Test" in tests || "${file.name}FromJavaTest" in tests

    /** Returns whether [file] has a test of the same name, or begins with a line that names an existing test. */
    fun covers(file: SourceFile): Boolean =
        hasTestOfItsName(file) || namedIn(file.lines.firstOrNull().orEmpty()).any(tests::contains)

    private fun namedIn(line: String): List<String> =
        if (line.startsWith("// Tested by ")) NAME.findAll(line).map { it.value }.toList() else emptyList()

    private companion object {
        private val NAME = Regex("""\b[A-Z]\w*Test\b""")
    }
}
