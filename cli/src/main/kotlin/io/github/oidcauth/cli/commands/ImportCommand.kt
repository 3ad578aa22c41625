package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.arguments.optional
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.PyAuthFlowFile
import io.github.oidcauth.cli.PyAuthFlowImport
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section

internal class ImportCommand : Command("import") {
    override val section = Section.TOKENS
    override val summary = "Take the tokens of PyAuthFlow, once"
    override val description = "PyAuthFlow's file stays as it is."
    override val examples = listOf(Example("oidc-auth import pyauthflow", "Take PyAuthFlow's tokens from their usual place"))

    private val kind by argument("KIND", help = "The program whose tokens are taken: $PYAUTHFLOW.").optional()
    private val files by argument("FILE", help = "Its file. Default: ${PyAuthFlowFile.DEFAULT}").multiple()

    override suspend fun execute(context: CommandContext): CommandResult {
        if (kind != PYAUTHFLOW || files.size > 1 || files.firstOrNull()?.isBlank() == true) {
            throw UsageError(
                "Write `oidc-auth import $PYAUTHFLOW`, or `oidc-auth import $PYAUTHFLOW FILE`. " +
                    "(If the host is named import, write https://import.)",
            )
        }
        return PyAuthFlowImport(context.store, context.stderr).run(files.firstOrNull() ?: PyAuthFlowFile.DEFAULT)
    }

    private companion object {
        const val PYAUTHFLOW = "pyauthflow"
    }
}
