package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.OAuthException
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ResultTerminal
import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.api.ApiHost
import io.github.oidcauth.cli.api.ApiOutput
import io.github.oidcauth.cli.api.ApiRunner
import io.github.oidcauth.cli.api.ApiTarget
import io.github.oidcauth.cli.api.ConflictingFieldException
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.grants.TokenAccess
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ApiOptions
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.urlOf
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.RequestAuthorizer

/** `api [METHOD] PATH`, as `gh api`. */
internal class ApiCommand : Command("api") {
    override val section = Section.LOGIN
    override val summary = "Send a request to an API, with the token"
    override val form = "[METHOD] PATH"
    override val description =
        "PATH is below the host, or an absolute URL. The body of the response goes to standard output as it is. A status of " +
            "300 or more is a failure. The token is sent to the origin of the host alone, and to those of --origin; a refused " +
            "token is refreshed once."
    override val examples =
        listOf(
            Example("oidc-auth api GET users/me --host https://myapp.example.com", "Read a resource"),
            Example("oidc-auth api POST notes -f text=hello --host https://myapp.example.com", "Send JSON"),
            Example(
                "oidc-auth api https://api.example.com/v1/users --host https://idp.example.com --client-id my-tool " +
                    "--origin https://api.example.com",
                "Call the API of an issuer",
            ),
        )

    private val words by argument(
        "PATH",
        help = "The path below the host, or a URL; before it the method. Default: GET.",
    ).multiple()
    private val host by option(
        "--host",
        metavar = "HOST",
        help = "The application or issuer whose token is sent. Default: that of the URL, or the only application.",
    ).convert("HOST") { urlOf(it, context) }
    private val request by ApiOptions()
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    /** The last refusal of the token by the API, or null. */
    @Volatile
    private var refusal: OAuthException? = null

    override val opensBrowser: Boolean get() = !login.noBrowser

    override suspend fun execute(context: CommandContext): CommandResult {
        val (method, target) = ApiOptions.targetIn(words)
        val call = request.call(method, context.process.stdin)
        val name = host ?: ApiHost.of(context.store.keys(), target)
        val server = TokenAccess(context, name, client, login, grant).attended()
        val output = ApiOutput(context.process.stdout, ResultTerminal.isTerminal(), request.include, !request.silent)
        val runner = ApiRunner(clientOf(server, target, context.caFile), call, output, context.stderr) { refusal }
        return try {
            CommandResult("", if (request.paginate) runner.pages(target) else runner.run(target))
        } catch (e: IllegalArgumentException) {
            throw UsageError(e.message ?: "The request is invalid.")
        } catch (e: ConflictingFieldException) {
            throw UsageError(e.message.orEmpty())
        }
    }

    private fun clientOf(
        server: TokenAccess.Server,
        target: ApiTarget,
        authorities: String?,
    ): ApiClient {
        val authorizer =
            RequestAuthorizer(server.tokens, server.host) {
                request.origins.forEach { origin(it) }
                onRefusal { refusal = it }
            }
        val url = target.url
        if (url != null && authorizer.begin("GET", url, hasAuthorization = false) == null) {
            val origin = ApiTarget.originOf(url).onOneLine()
            throw UsageError("The token of ${server.host} is not for $origin. If it is, add --origin $origin.")
        }
        return ApiClient(server.host) {
            this.authorizer = authorizer
            caFile = authorities
            userAgent = "oidc-auth/${Version.TEXT}"
        }
    }
}
