// Tests CommandLine and the commands' options, and HelpText, and BareCommand, and UnknownOption.
package io.github.oidcauth.cli

import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.framework.UnknownCommand
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith

internal class UsageTest : FunSpec({
    val bench = CommandBench()

    val mistakes =
        listOf(
            "" to "HOST is required for authentication",
            "token" to "token` needs a HOST",
            "login" to "login` needs a HOST",
            "introspect" to "introspect` needs a HOST",
            "revoke" to "revoke` needs a HOST",
            "logout" to "logout` needs a HOST, or --all",
            "logout --all a.example" to "--all takes no HOST",
            "logout a.example --scope x" to "needs --client-id",
            "list a.example" to "list` takes no HOST",
            "a.example --revoke-online" to "--revoke-online is for `oidc-auth logout`",
            "revoke a.example --remove-on-revoke-fail" to "--remove-on-revoke-fail is for",
            "--clear --no-revoke-offline" to "--no-revoke-offline is for",
            "a.example --all" to "--all is for",
            "a.example b.example" to "more than one HOST: a.example b.example",
            "token a.example b.example" to "more than one HOST",
            "--store file token" to "`oidc-auth token` needs a HOST",
            "--list --clear" to "--list and --clear cannot be combined",
            "--clear --remove a.example" to "--clear and --remove cannot be combined",
            "--clear a.example" to "--remove HOST",
            "whoami" to "Did you mean `oidc-auth status`?",
            "switch" to "`oidc-auth switch` needs a HOST",
            "remove" to "`oidc-auth remove` needs a HOST",
            "refresh" to "`oidc-auth refresh` needs a HOST",
            "clear a.example" to "`oidc-auth clear` takes no HOST",
            "a.example --account \u0430lice" to "The name of the account",
            "lgoin a.example" to "Did you mean `oidc-auth login`? (If the host is named lgoin, write https://lgoin.)",
            "introspct a.example" to "Did you mean `oidc-auth introspect`?",
            "auth status" to "Did you mean `oidc-auth status`?",
            "auth token a.example" to "Did you mean `oidc-auth token`?",
            "auth --store file logout a.example" to "Did you mean `oidc-auth logout`?",
            "auth" to "Did you mean `oidc-auth login`?",
            "auth setup-git" to "Did you mean `oidc-auth git-credential`?",
            "login --hostname a.example" to "no such option --hostname. HOST has no option: oidc-auth login HOST",
            "api /me --hostname a.example" to "no such option --hostname. Did you mean --host?",
            "status --user alice" to "no such option --user. Did you mean --account?",
            "login a.example --web" to "no such option --web. Did you mean --flow browser?",
            "status --show-token" to "no such option --show-token. Did you mean `oidc-auth token`?",
            "login a.example --scopes x" to "no such option --scopes. Did you mean --scope?",
            "api /me --header a:b" to "no such option --header. Did you mean --request-header?",
            "token a.example --json" to "no such option --json. --json is for `oidc-auth login`, ",
            "idp" to "There is no such command: idp. (If the host is named idp, write https://idp.)",
            "a.example --flow nonsense" to
                "invalid value for --flow: 'nonsense' is none of auto, device, browser, browser-first.",
            "a.example --nonsense" to "no such option --nonsense.\n",
            "list --account a" to "no such option --account. --account is for `oidc-auth login`",
            "a.example -p 70000" to "'70000' is not a port",
            "a.example -p abc" to "'abc' is not a port",
            "a.example -p 1,,2" to "'' is not a port",
            "a.example -p" to "-p",
            "a.example -p 1 --redirect-uri http://127.0.0.1:1" to "--redirect-uri has a port, and cannot be combined",
            "a.example --redirect-uri https://b.example/back" to "The redirect URI is https://b.example/back",
            "a.example --timeout 0" to "'0' is too short: 1s is the least",
            "a.example --timeout -1" to "'-1' is not a time",
            "a.example --timeout abc" to "'abc' is not a time",
            "a.example --timeout 1.5" to "'1.5' is not a time",
            "a.example --client-secret-file f" to "--client-secret-file is for an issuer, and needs --client-id",
            "a.example --audience api" to "--audience is for an issuer",
            "a.example --resource https://api.example" to "--resource is for an issuer",
            "a.example --client-id x --min-ttl -1" to "'-1' is not a time. Write a number of seconds",
            "a.example --client-id x --resource api" to "resource",
            "a.example --client-id x --scope ü" to "scope",
            "list --store nonsense://a.example" to "no token store of the kind nonsense",
            "a.example --store" to "--store",
            "a.example --ca-file" to "--ca-file",
            "move" to "`oidc-auth move` needs --to",
            "move a.example --to file" to "`oidc-auth move` takes no HOST",
            "a.example --to file" to "--to is for `oidc-auth move`",
            "export a.example" to "export` needs a FILE",
            "export a.example -" to "export` writes to a FILE, not to standard output",
            "import" to "Write `oidc-auth import pyauthflow`",
            "import keycloak" to "Write `oidc-auth import pyauthflow`",
            "import pyauthflow a b" to "Write `oidc-auth import pyauthflow`",
            "rotate-key" to "such as --store keyring",
            "rotate-key a.example --store keyring" to "`oidc-auth rotate-key` takes no HOST",
            "move --to nonsense:x" to "no token store of the kind nonsense",
            "list --store keyring:" to "keyring:PATH",
            "a.example -l /a?b" to "The login route has characters that do not belong in a URL",
        )
    mistakes.forEach { (line, words) ->
        test("'oidc-auth $line' exits with 2 and says what is wrong") {
            val result = bench.run(*line.split(' ').filter { it.isNotEmpty() }.toTypedArray())
            withClue(result) {
                result.exitCode shouldBe ExitCode.USAGE
                result.stdout shouldBe ""
                result.stderr shouldContain words
                result.stderr shouldContain Regex("\nTry 'oidc-auth [a-z -]*--help'\\.\n$")
            }
        }
    }

    test("an option that resembles none gets no suggestion") {
        listOf("login a.example --with-token", "api /me --jq .name", "token a.example --quiet").forEach { line ->
            val result = bench.run(*line.split(' ').toTypedArray())
            withClue(result) {
                result.exitCode shouldBe ExitCode.USAGE
                result.stderr shouldStartWith "Error: no such option --"
                result.stderr shouldNotContain "Did you mean"
            }
        }
    }

    test("control characters of the command line and of a path do not reach the terminal") {
        val option = bench.run("a.example", "--x\u001b[31m")
        option.stderr shouldContain "no such option --x [31m."
        val path = CommandBench(environment = mapOf("OIDC_AUTH_CONFIG" to "/nowhere/\u001b[31m")).run("list")
        path.exitCode shouldBe ExitCode.USAGE
        listOf(option, path).forEach { result -> result.stderr.none { it == '\u001b' } shouldBe true }
    }

    test("OIDC_AUTH_FLOW that names no flow is a mistake in the use, named by the variable") {
        val result = CommandBench(environment = mapOf("OIDC_AUTH_FLOW" to "tv")).run("a.example", "--store", "file:/nowhere/x")
        withClue(result) {
            result.exitCode shouldBe ExitCode.USAGE
            result.stderr shouldContain "invalid value for OIDC_AUTH_FLOW: 'tv' is none of auto,"
        }
    }

    listOf("localhost", "LOCALHOST", "idp.corp", "idp:8443", "[::1]", "https://idp", "//idp", "--host").forEach {
        test("$it may be a host") { UnknownCommand.errorFor(it, setOf("login")) shouldBe null }
    }

    test("--help goes to standard output, and names every command and exit code") {
        val result = bench.run("--help")
        result.exitCode shouldBe 0
        result.stderr shouldBe ""
        result.stdout shouldStartWith "Usage: oidc-auth"
        Commands.all().forEach { result.stdout shouldContain Regex("\n  ${it.commandName} +[A-Z]") }
        ExitCode.MEANINGS.forEach { (code, meaning) -> result.stdout shouldContain Regex("\n +$code  $meaning\n") }
        result.stdout.lines().forEach { it.length shouldBeLessThanOrEqual 80 }
    }

    test("--help names the variables for proxies and trust") {
        val help = bench.run("--help").stdout
        listOf("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR").forEach {
            help shouldContain Regex("\n  ([A-Z_]+, )?$it[ ,]")
        }
    }

    test("--version prints name and version") {
        val result = bench.run("--version")
        result.exitCode shouldBe 0
        result.stdout shouldBe "oidc-auth ${Version.TEXT}\n"
        Version.TEXT shouldContain Regex("^[0-9]+\\.[0-9]+")
    }
})
