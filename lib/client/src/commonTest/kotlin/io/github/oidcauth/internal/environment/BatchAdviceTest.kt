package io.github.oidcauth.internal.environment

import io.github.oidcauth.internal.environment.BatchAdvice.TokenLocation
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class BatchAdviceTest :
    FunSpec({
        val host = "https://idp.example.com"
        val which = listOf("--client-id" to "my tool", "--scope" to "openid email")
        val command = LoginCommand(host, which, listOf("--client-secret-file" to "FILE"))

        fun advice(
            place: TokenLocation,
            command: LoginCommand = LoginCommand(host),
        ) = BatchAdvice(host, command, place).text("SLURM_JOB_ID is set")

        test("the advice names the reason, the variable, the commands and the way out, and copies nothing") {
            val text = advice(TokenLocation.CacheDirectory)
            text shouldContain "because SLURM_JOB_ID is set."
            text shouldContain "    oidc-auth login $host\n"
            text shouldContain "    oidc-auth export $host token.json\n"
            text shouldNotContain "--json"
            text shouldContain "export OIDC_TOKEN_FILE=\"\$PWD/token.json\""
            text shouldContain "INTERACTIVE_SESSION=1"
            text shouldContain "--interactive"
        }

        test("client and scopes are in both commands, quoted, and the secret's file in that of the login alone") {
            val text = advice(TokenLocation.CacheDirectory, command)
            text shouldContain
                "    oidc-auth login $host --client-id 'my tool' --scope 'openid email' --client-secret-file FILE\n"
            text shouldContain "    oidc-auth export $host token.json --client-id 'my tool' --scope 'openid email'\n"
        }

        test("a path that means something to a shell is quoted in the command") {
            advice(TokenLocation.CacheDirectory, LoginCommand("https://host/a&b'\$(c)")) shouldContain
                "export 'https://host/a&b'\\''\$(c)' token"
        }

        test("a file that the variable names and that is not there is named as absent, and filled by the login itself") {
            val text = advice(TokenLocation.Variable("/home/j d/token.json", exists = false, isWritable = true), command)
            text shouldContain "OIDC_TOKEN_FILE names /home/j d/token.json, which does not exist.\n"
            text shouldContain "    OIDC_TOKEN_FILE='/home/j d/token.json' oidc-auth login $host --client-id 'my tool'"
            text shouldNotContain "oidc-auth export"
        }

        test("a file that the variable names and that has no usable token is told from one that is not there") {
            val text = advice(TokenLocation.Variable("/t/token.json", exists = true, isWritable = true))
            text shouldContain "OIDC_TOKEN_FILE names /t/token.json, which has no usable token for it.\n"
        }

        test("for a file that no login can write, the advice is another token and no login") {
            val text = advice(TokenLocation.Variable("/dev/fd/63", exists = true, isWritable = false))
            text shouldContain
                "OIDC_TOKEN_FILE names /dev/fd/63, whose token is not usable and cannot be refreshed. Put a newer one there."
            text shouldNotContain "oidc-auth login"
        }

        test("a program with a file of its own is advised to fill that file, as it reads no variable") {
            val text = advice(TokenLocation.File("/srv/tokens.json"))
            text shouldContain "    oidc-auth export $host /srv/tokens.json\n"
            text shouldNotContain "OIDC_TOKEN_FILE"
        }

        test("a program with a store of another kind is advised to log in to that store") {
            val text = advice(TokenLocation.OtherStore)
            text shouldContain "    oidc-auth login $host --store ADDRESS\n"
            text shouldNotContain "OIDC_TOKEN_FILE"
        }

        test("for a client with keys that the command does not take, the program itself is the way") {
            val text = advice(TokenLocation.CacheDirectory, LoginCommand(host, isKnown = false))
            text shouldContain "Log in with this program on a machine with a user"
            text shouldNotContain "oidc-auth login"
        }

        test("control characters of a file name stay out of the advice") {
            advice(TokenLocation.Variable("/a\u001b[31m", exists = true, isWritable = false)) shouldNotContain "\u001b"
        }
    })
