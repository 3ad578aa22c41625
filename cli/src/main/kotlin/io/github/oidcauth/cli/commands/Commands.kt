package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.CoreNoOpCliktCommand
import com.github.ajalt.clikt.core.subcommands
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.framework.Command

/** The commands of the program. */
internal object Commands {
    /** Returns new objects of all commands, in the order of the help. An object parses one command line. */
    fun all(): List<Command> =
        listOf(
            LoginCommand(),
            LogoutCommand(),
            StatusCommand(),
            SwitchCommand(),
            TokenCommand(),
            ApiCommand(),
            RunCommand(),
            KeepCommand(),
            ListCommand(),
            DecodeCommand(),
            RefreshCommand(),
            ExportCommand(),
            ImportCommand(),
            MoveCommand(),
            RotateKeyCommand(),
            RemoveCommand(),
            ClearCommand(),
            DiscoverCommand(),
            UserInfoCommand(),
            IntrospectCommand(),
            RevokeCommand(),
            ExecCredentialCommand(),
            GitCredentialCommand(),
            DockerCredentialCommand(),
            BazelCredentialCommand(),
            KeyringCredentialCommand(),
            ConfigCommand(),
            DoctorCommand(),
            CompletionCommand(),
            HelpCommand(),
        )

    /** Returns the command without a name: `oidc-auth HOST`, and the flags of the Python command. */
    fun bare(): Command = BareCommand()

    /** Returns the program as a parser with [commands]. */
    fun root(commands: List<Command>): CoreCliktCommand = CoreNoOpCliktCommand(name = Program.NAME).subcommands(commands)
}
