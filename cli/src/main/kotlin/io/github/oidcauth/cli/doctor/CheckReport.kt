package io.github.oidcauth.cli.doctor

import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray

/** The results of all checks as text or JSON, and the exit code. Pure. */
internal class CheckReport(
    private val checks: List<Check>,
) {
    fun result(isJson: Boolean): CommandResult = CommandResult(if (isJson) json() else text(), exitCode())

    private fun exitCode(): Int {
        val failed = checks.filter { it.status == Check.Status.FAILED }
        return when {
            failed.isEmpty() -> ExitCode.SUCCESS
            failed.any { it.isAboutConnection } -> ExitCode.UNREACHABLE
            else -> ExitCode.FAILURE
        }
    }

    private fun text(): String {
        val width = checks.maxOfOrNull { it.name.length } ?: 0
        return checks.joinToString("\n") { check ->
            val time = check.milliseconds?.let { " ($it ms)" }.orEmpty()
            "${check.status.name.lowercase().padEnd(STATUS_WIDTH)} ${check.name.padEnd(width)} ${check.text.onOneLine()}$time"
        }
    }

    private fun json(): String =
        jsonText(
            buildJsonObject {
                putJsonArray("checks") {
                    checks.forEach { check ->
                        addJsonObject {
                            put("check", check.name)
                            put("status", check.status.name.lowercase())
                            put("text", check.text)
                            check.milliseconds?.let { put("milliseconds", it) }
                        }
                    }
                }
            },
        )

    private companion object {
        const val STATUS_WIDTH = 7
    }
}
