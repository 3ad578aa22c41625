package io.github.oidcauth.sample.server.application

import org.springframework.web.servlet.function.ServerRequest

/** Reads query parameters as FastAPI does, and collects the faults that it would report. */
internal class Query(
    request: ServerRequest,
) {
    private val parameters = request.params()
    private val problems = mutableListOf<Map<String, Any?>>()

    operator fun get(name: String): String? = parameters[name]?.lastOrNull()

    fun choice(
        name: String,
        choices: List<String>,
        default: String,
    ): String {
        val given = get(name) ?: return default
        if (given in choices) return given
        val quoted = choices.map { "'$it'" }
        val expected = quoted.dropLast(1).joinToString(", ") + " or " + quoted.last()
        problems +=
            linkedMapOf(
                "type" to "enum",
                "loc" to listOf("query", name),
                "msg" to "Input should be $expected",
                "input" to given,
                "ctx" to mapOf("expected" to expected),
            )
        return default
    }

    fun flag(
        name: String,
        default: Boolean,
    ): Boolean {
        val given = get(name) ?: return default
        if (given.lowercase() in TRUE) return true
        if (given.lowercase() in FALSE) return false
        problems +=
            linkedMapOf(
                "type" to "bool_parsing",
                "loc" to listOf("query", name),
                "msg" to "Input should be a valid boolean, unable to interpret input",
                "input" to given,
            )
        return default
    }

    /** Throws [InvalidField] if anything did not parse. */
    fun check() {
        if (problems.isNotEmpty()) throw InvalidField(problems)
    }

    private companion object {
        val TRUE = setOf("1", "true", "t", "yes", "y", "on")
        val FALSE = setOf("0", "false", "f", "no", "n", "off")
    }
}
