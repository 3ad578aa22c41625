package io.github.oidcauth.internal.versions

import java.io.File

/** The functions that a program can call first: constructors, static and companion functions, static fields. */
internal object EntryPoints {
    private val CLASS = Regex("public .*?(?:class|interface) (\\S+).* \\{")
    private val METHOD = Regex("\\t(.*)fun (\\S+) (\\S+)")

    /**
     * Of a constructor that is not public, for classes of the same file: without the number that tells which defaults are
     * used.
     */
    private val BRIDGE = Regex(".*[^I]Lkotlin/jvm/internal/DefaultConstructorMarker;\\)V")
    private val FIELD = Regex("\\t(.*)field (\\S+) (\\S+)")

    /** Reads them from the recorded public API. */
    fun all(): List<Reference> {
        var owner = ""
        return File("api/oidc-auth-client.api").readLines().mapNotNull { line ->
            CLASS.matchEntire(line)?.let { owner = it.groupValues[1] }
            method(owner, line) ?: field(owner, line)
        }
    }

    private fun method(
        owner: String,
        line: String,
    ): Reference? {
        val (modifiers, name, descriptor) = METHOD.matchEntire(line)?.destructured ?: return null
        val isFirst = "static" in modifiers || name == "<init>" || owner.endsWith("\$Companion")
        return Reference(owner, name, descriptor).takeIf { isFirst && !descriptor.matches(BRIDGE) }
    }

    private fun field(
        owner: String,
        line: String,
    ): Reference? {
        val (modifiers, name, descriptor) = FIELD.matchEntire(line)?.destructured ?: return null
        return Reference(owner, name, descriptor).takeIf { "static" in modifiers }
    }
}
