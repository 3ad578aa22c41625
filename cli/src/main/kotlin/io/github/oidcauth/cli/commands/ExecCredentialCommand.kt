package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.credentials.CredentialCommand
import io.github.oidcauth.cli.credentials.ExecCredential
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.jsonText

internal class ExecCredentialCommand : CredentialCommand("exec-credential", sendsIdToken = true) {
    override val summary = "Give kubectl the token for a cluster"
    override val description =
        "A credential plugin of Kubernetes (client.authentication.k8s.io/v1 and v1beta1), for `exec:` in a kubeconfig. Prints " +
            "the ID token, which clusters validate, or with --access-token the access token.\n\n" +
            "You log in if kubectl has passed its standard input on (interactiveMode IfAvailable or Always), or with " +
            "--interactive. With --for, and provideClusterInfo in the kubeconfig, only the named API servers receive the token."
    override val examples =
        listOf(
            Example(
                "kubectl config set-credentials oidc --exec-command=oidc-auth \\\n" +
                    "    --exec-api-version=client.authentication.k8s.io/v1 \\\n" +
                    "    --exec-interactive-mode=IfAvailable --exec-arg=exec-credential \\\n" +
                    "    --exec-arg=https://idp.example.com,--client-id=kubernetes",
                "Let kubectl use the token of a login",
            ),
            Example(
                "oidc-auth exec-credential https://idp.example.com --client-id kubernetes",
                "Look at what kubectl gets",
            ),
        )

    override suspend fun execute(context: CommandContext): CommandResult {
        val request = ExecCredential.parse(context.process.environment(ExecCredential.VARIABLE))
        if (helper.hasRecipients && !helper.recipients.accept(request.server)) throw CommandFailure(otherServer(request))
        val mayAsk = request.isInteractive ?: true
        val token = tokenOf(context, mayAsk)
        return CommandResult(jsonText(request.response(token.get())))
    }

    private fun otherServer(request: ExecCredential): String {
        val server = request.server
            ?: return "The API server is not known, so --for cannot allow it. Set `provideClusterInfo: true` below `exec:` in " +
                "the kubeconfig."
        return "The API server is $server, and --for does not name it, so it gets no token."
    }
}
