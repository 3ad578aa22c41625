package io.github.oidcauth.cli.doctor

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.TokenStore
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.settings.ConfigFiles
import kotlin.time.Clock
import kotlin.time.TimeSource

/** Checks everything that a login needs. Sends no token, and changes nothing. */
internal class Doctor(
    private val variables: (String) -> String?,
    private val caFile: String?,
    private val store: () -> TokenStore,
    private val clock: Clock = Clock.System,
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private val surroundings = Surroundings(variables)

    /** Returns the checks of this machine, and of the server of [config] if there is one. */
    suspend fun checks(
        config: Config?,
        mayOpenBrowser: Boolean,
    ): List<Check> {
        val begun = time.markNow()
        val since = clock.now()
        val local = surroundings.checks(config?.interactive) + settings() + storeChecks()
        val network = NetworkChecks(variables, caFile, clock)
        val remote =
            if (config == null) {
                listOf(network.trust())
            } else {
                server(config, network, mayOpenBrowser)
            }
        return local + remote + listOfNotNull(ClockSkew.jump(begun.elapsedNow(), clock.now() - since))
    }

    private suspend fun server(
        config: Config,
        network: NetworkChecks,
        mayOpenBrowser: Boolean,
    ): List<Check> {
        val examination = ServerExamination(config, ServerProbe(variables, caFile, time))
        val before = listOf(network.proxy(examination.firstUrl), network.trust())
        val result = examination.run()
        val reply = result.first.reply
        val connection = network.connection(result.first) + listOfNotNull(reply?.let(network::clock))
        val outlook = LoginOutlook(config, variables, mayOpenBrowser)
        return before + connection + outlook.checks(result.kind.takeIf { reply != null })
    }

    private fun settings(): Check {
        val files = ConfigFiles(variables)
        return try {
            Check.ok("config", files.read()?.path?.toString() ?: "no ${files.path ?: "file of settings"}")
        } catch (e: CommandFailure) {
            Check.failed("config", e.message)
        }
    }

    private fun storeChecks(): List<Check> =
        try {
            StoreCheck(store()).checks()
        } catch (e: AuthException) {
            listOf(Check.failed("store", e.message))
        }
}
