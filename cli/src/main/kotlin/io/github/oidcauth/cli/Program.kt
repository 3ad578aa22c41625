// Tested by LoginTest and OutputTest.
package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.authenticate
import java.io.IOException
import kotlin.time.Clock

/** One run of the command, from the arguments to the exit code. */
internal class Program(
    private val process: ProcessContext,
) {
    private val stderr get() = process.stderr

    /** Returns the exit code. Throws nothing but cancellation and programming errors. */
    suspend fun run(arguments: List<String>): Int =
        when (val outcome = CommandLine.read(arguments)) {
            is CommandLine.Outcome.Parsed -> perform(outcome.request)
            is CommandLine.Outcome.Done -> print(outcome.text)
            is CommandLine.Outcome.Invalid -> printUsageError(outcome.text)
        }

    private fun printUsageError(text: String): Int {
        stderr.println(text)
        return ExitCode.USAGE
    }

    private suspend fun perform(request: Request): Int {
        val failed = if (request.action is Request.Login) "Authentication failed" else "Error"
        return try {
            printResult(result(request))
        } catch (e: UsageError) {
            printUsageError(CommandLine.usageError(e.message.orEmpty()))
        } catch (e: InvalidConfigException) {
            printUsageError(CommandLine.usageError(e.message))
        } catch (e: AuthException) {
            stderr.println("$failed: ${e.message}")
            if (request.verbose) stderr.println(RedactedStackTrace.of(e))
            exitCode(request, e)
        } catch (e: UnusableSecretException) {
            stderr.println("Error: ${e.message}")
            ExitCode.FAILURE
        } catch (e: UnreadableImportException) {
            stderr.println("Error: ${e.message}")
            ExitCode.FAILURE
        } catch (e: AmbiguousTargetException) {
            stderr.println("Error: ${e.message}")
            ExitCode.FAILURE
        }
    }

    private suspend fun result(request: Request): CommandResult {
        val log = VerboseLog(stderr, request.verbose)
        log.debug { "${Arguments.NAME} ${Version.TEXT}, Java ${System.getProperty("java.version")}" }
        val openBrowser = (request.action as? Request.Login)?.openBrowser ?: false
        val shownLogin = ShownLogin(process.interaction(openBrowser))
        val choice = StoreChoice.of(process.environment, request.store, request.appName, StoreNotices { shownLogin.warn(it) })
        log.debug { choice.toString() }
        val caFile = request.caFile?.let { StoreChoice.pathOf(it, "--ca-file").toString() }
        return when (val action = request.action) {
            is Request.ListTokens -> CommandResult(StoredTokens(choice.store).list())

            is Request.ClearTokens -> CommandResult(StoredTokens(choice.store).clear())

            is Request.RemoveToken -> CommandResult(StoredTokens(choice.store).remove(action.host))

            is Request.MoveTokens -> CommandResult(StoredTokens(choice.store).moveTo(choice.openOther(action.to)))

            is Request.ImportPyAuthFlow -> PyAuthFlowImport(choice.store, stderr).run(action.file)

            is Request.RotateKey -> CommandResult(StoredTokens(choice.store).rotateKey())

            is Request.Login -> login(action, choice.store, caFile, shownLogin, log)

            is Request.DescribeTokens -> Management(choice.store, null, caFile, stderr).list(action.isJson)

            is Request.LogoutOfAll -> Management(choice.store, null, caFile, stderr).logoutOfAll(action.options)

            is Request.Introspect -> management(action, choice.store, caFile).introspect(action.target)

            is Request.Export -> management(action, choice.store, caFile).export(action.target, action.file) {
                shownLogin.warn(it)
            }

            is Request.Revoke -> management(action, choice.store, caFile).revoke(action.target)

            is Request.Logout -> management(action, choice.store, caFile).logout(action.target, action.options)
        }
    }

    private suspend fun management(
        action: Request.TargetAction,
        store: TokenStore,
        caFile: String?,
    ): Management {
        val target = action.target
        if (!target.hasClient) return Management(store, null, caFile, stderr)
        val secret = secretIn(target.secretFile)
        val config =
            Config(target.host) {
                target.settings(this)
                clientSecret = secret
                this.caFile = caFile
                this.store = store
            }
        return Management(store, config, caFile, stderr)
    }

    private suspend fun secretIn(file: String?): String? = file?.let { ClientSecretFile(it, process.stdin).read() }

    private suspend fun login(
        login: Request.Login,
        store: TokenStore,
        caFile: String?,
        shownLogin: ShownLogin,
        log: VerboseLog,
    ): CommandResult {
        val flow = login.flow ?: LoginFlows.inEnvironment(process.environment) ?: LoginFlow.AUTO
        val secret = secretIn(login.secretFile)
        val config =
            Config(login.host) {
                this.flow = flow
                login.settings(this)
                clientSecret = secret
                this.caFile = caFile
                this.store = store
                interaction = shownLogin
                openBrowser = login.openBrowser
                // Other outputs are the token itself, which is usable without the store.
                storageRequired = login.output == Request.Output.SUMMARY
            }
        val before = store.get(config.key)
        val token = token(config, login.force, before, shownLogin, log)
        if (config.storageRequired && !isKept(token, before, config.key, store)) {
            stderr.println(LOST)
            return CommandResult("", ExitCode.NOT_STORED)
        }
        if (login.output == Request.Output.JSON && token.refreshToken != null) stderr.println(COPIED)
        return CommandResult(TokenText.of(token, config.key, login))
    }

    /**
     * Returns true if the store has [token], or a token that has replaced it since. A token that is stale when it arrives does
     * not stay in a store.
     */
    private suspend fun isKept(
        token: Token,
        before: Token?,
        key: TokenKey,
        store: TokenStore,
    ): Boolean {
        val staleAt = token.staleAt
        if (staleAt != null && staleAt <= Clock.System.now()) return true
        return try {
            store.get(key).let { it?.accessToken == token.accessToken || (it != null && it != before) }
        } catch (_: StoreException) {
            false
        }
    }

    private fun exitCode(
        request: Request,
        failure: AuthException,
    ): Int =
        when {
            request.action !is Request.Login -> ExitCode.FAILURE
            failure is InteractionRequiredException -> ExitCode.LOGIN_REQUIRED
            failure is StoreException -> ExitCode.NOT_STORED
            else -> ExitCode.FAILURE
        }

    private suspend fun token(
        config: Config,
        force: Boolean,
        before: Token?,
        shownLogin: ShownLogin,
        log: VerboseLog,
    ): Token {
        log.debug {
            before?.let { "Stored token for ${config.key}: expires ${it.expiresAt ?: "at an unknown time"}" }
                ?: "No stored token for ${config.key}"
        }
        val token = authenticate(config, force)
        log.debug {
            val source = shownLogin.shown ?: if (token == before) "store" else "refresh"
            "Token from: $source; expires ${token.expiresAt ?: "at an unknown time"}"
        }
        return token
    }

    private fun printResult(result: CommandResult): Int {
        val printed = if (result.text.isEmpty()) ExitCode.SUCCESS else print(result.text)
        return maxOf(printed, result.exitCode)
    }

    private fun print(result: String): Int =
        try {
            process.stdout.write((result.trimEnd() + "\n").toByteArray())
            process.stdout.flush()
            ExitCode.SUCCESS
        } catch (e: IOException) {
            val reason = e.message.orEmpty()
            if (READER_IS_GONE.any { it in reason }) {
                // As in `oidc-auth --list | head -1`: the reader has read enough.
                ExitCode.SUCCESS
            } else {
                stderr.println("Error: the result could not be written to standard output ($reason).")
                ExitCode.FAILURE
            }
        }

    private companion object {
        const val LOST =
            "Error: the token is valid, but could not be stored and is lost. " +
                "Repair the token store as the warning says, or name another one with --store, and log in again."

        const val COPIED =
            "warning: this is a copy of a refresh token that stays in the store. A server that replaces refresh tokens ends " +
                "the session of both when both are used. To take the token elsewhere, use `${Arguments.NAME} export HOST FILE`."

        /** The messages of POSIX systems and of Windows for EPIPE. */
        val READER_IS_GONE = listOf("Broken pipe", "pipe is being closed", "pipe has been ended")
    }
}
