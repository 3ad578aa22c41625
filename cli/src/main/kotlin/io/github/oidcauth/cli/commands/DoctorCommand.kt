package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.Config
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.doctor.CheckReport
import io.github.oidcauth.cli.doctor.Doctor
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument

internal class DoctorCommand : Command("doctor") {
    override val section = Section.SETUP
    override val summary = "Find out why a login at HOST does not work here"
    override val description =
        "Checks this machine, the file of settings and the token store; with a HOST also the proxy, the trusted " +
            "certificates, each step of the way to the server, the clock, and what a login would do. It sends no token and " +
            "changes nothing. A line that is not ok says what to do. The exit code is 1 if a check failed, and 3 if the " +
            "server is not reached or trusted."
    override val examples =
        listOf(
            Example("oidc-auth doctor https://myapp.example.com", "Check everything that a login needs"),
            Example("oidc-auth doctor --client-id my-program https://login.example.com", "The same for an issuer"),
        )

    private val host by hostArgument().optional()
    private val json by option("--json", help = "Print the checks as JSON.").flag()
    private val client by ClientOptions()
    private val login by LoginOptions()

    override suspend fun execute(context: CommandContext): CommandResult {
        val config = host?.let(::configOf)
        val doctor = Doctor(context.process.environment, context.caFile, context::store)
        return CheckReport(doctor.checks(config, mayOpenBrowser = !login.noBrowser)).result(json)
    }

    /** A secret is not read, because none is sent. */
    private fun configOf(host: String): Config =
        Config(host) {
            login.flow?.let { flow = it }
            login.applyTo(this)
            this@DoctorCommand.client.applyTo(this)
            openBrowser = !login.noBrowser
        }
}
