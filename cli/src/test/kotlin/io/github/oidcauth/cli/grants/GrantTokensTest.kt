// Tests ClientCredentialFiles, GrantInput, GrantOptions, InputFile and TokenAccess.
package io.github.oidcauth.cli.grants

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.security.KeyPairGenerator
import java.security.spec.ECGenParameterSpec
import java.util.Base64
import kotlin.io.path.createFile
import kotlin.io.path.writeText

/** Tokens without a user. Nobody is there who could log in. */
internal class GrantTokensTest : FunSpec({
    val pem =
        KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair().private.encoded
            .let { "-----BEGIN PRIVATE KEY-----\n${Base64.getMimeEncoder().encodeToString(it)}\n-----END PRIVATE KEY-----\n" }
    val keys = """{"keys":[${Jwk.fromPem(pem, "k1").toPublic().serialize()}]}"""
    val server = SampleServer.start(Settings(serviceKeys = keys))
    afterSpec { server.close() }

    val withSecret = mapOf("OIDC_AUTH_CLIENT_SECRET" to SampleClients.SECRET)
    val service = arrayOf(server.issuer, "--client-id", SampleClients.SERVICE)
    val keyService = arrayOf(server.issuer, "--client-id", SampleClients.KEY_SERVICE)

    fun file(
        text: String,
        rights: String = "rw-------",
    ): Path =
        TemporaryFolders.new().resolve("file").also {
            it.createFile().writeText(text)
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString(rights))
        }

    fun bench(
        environment: Map<String, String> = withSecret,
        stdin: String = "",
    ): CommandBench {
        val tokens = TemporaryFolders.new().resolve("tokens.json")
        return CommandBench(tokenFile = tokens, environment = environment + ("OIDC_TOKEN_FILE" to "$tokens"), stdin = stdin)
    }

    fun Result.failed(
        code: Int,
        vararg words: String,
    ) = withClue(this) {
        exitCode shouldBe code
        stdout shouldBe ""
        words.forEach { stderr shouldContain it }
        stderr shouldNotContain SampleClients.SECRET
    }

    test("a service gets a token with its secret from a file, standard input or the environment") {
        val grant = arrayOf("token", *service, "--grant", "client-credentials")
        val secret = file(SampleClients.SECRET + "\n")
        bench(emptyMap()).run(*grant, "--client-secret-file", "$secret").succeeded() shouldMatch Regex("[!-~]+\n")
        bench(emptyMap(), stdin = SampleClients.SECRET).run(*grant, "--client-secret-file", "-").succeeded()
        bench().run(*grant).succeeded()
        val wrong = bench(mapOf("OIDC_AUTH_CLIENT_SECRET" to "a-wrong-secret")).run(*grant)
        wrong.failed(ExitCode.FAILURE, "Authentication failed: ")
        wrong.stderr shouldNotContain "a-wrong-secret"
    }

    test("the token is found in the store without a request, and neither a login nor another scope gets it") {
        val bench = bench()
        val grant = arrayOf(*service, "--grant", "client_credentials", "--scope", "read")
        val first = bench.run("token", *grant).succeeded()
        val requests = server.requests.size
        bench.run("token", *grant).succeeded() shouldBe first
        bench.run("login", *grant).succeeded() shouldStartWith "Authenticated to ${server.issuer}\n"
        server.requests.size shouldBe requests
        bench.run("token", *service, "--grant", "client-credentials", "--scope", "write").succeeded() shouldNotBe first
        bench.run("token", *service, "--scope", "read", "--non-interactive").failed(ExitCode.LOGIN_REQUIRED)
        bench.run("token", *grant, "--force").succeeded() shouldNotBe first
        bench.run("--list").succeeded() shouldContain "&grant=client_credentials"
    }

    test("an assertion is read from a file or from standard input, and read again for each token") {
        val bench = bench()
        val assertion = file(server.trustedIssuer.jwtAssertion() + "\n", "rw-r--r--")
        val grant = arrayOf("token", *service, "--grant", "jwt-bearer", "--assertion-file")
        val first = bench.run(*grant, "$assertion").succeeded()
        assertion.writeText(server.trustedIssuer.jwtAssertion())
        bench.run(*grant, "$assertion").succeeded() shouldBe first
        bench.run(*grant, "$assertion", "--force").succeeded() shouldNotBe first
        bench(stdin = server.trustedIssuer.jwtAssertion()).run(*grant, "-").succeeded()
    }

    test("a SAML assertion is XML") {
        val grant = arrayOf("token", *service, "--grant", "saml2-bearer", "--assertion-file")
        bench().run(*grant, "${file(server.trustedIssuer.samlAssertionXml())}").succeeded()
        bench().run(*grant, "${file(server.trustedIssuer.samlAssertion())}").failed(ExitCode.FAILURE, "not XML")
    }

    test("a token is exchanged for another") {
        val bench = bench()
        val assertion = file(server.trustedIssuer.jwtAssertion())
        val subject = bench.run("token", *service, "--grant", "jwt-bearer", "--assertion-file", "$assertion").succeeded()
        val grant = arrayOf("token", *service, "--grant", "token-exchange", "--subject-token-file", "${file(subject)}")
        val exchanged = bench.run(*grant, "--requested-token-type", "access_token").succeeded()
        exchanged shouldNotBe subject
        bench.run(*grant, "--subject-token-type", "urn:example:unknown").failed(ExitCode.FAILURE, "Authentication failed: ")
    }

    test("a client signs with its key, as PEM with an id, or as JWK") {
        val bench = bench(emptyMap())
        val grant = arrayOf("token", *keyService, "--grant", "client-credentials", "--force", "--client-key-file")
        bench.run(*grant, "${file(pem)}", "--client-key-id", "k1").succeeded()
        bench.run(*grant, "${file(server.serviceKey)}").succeeded()
        bench.run(*grant, "${file(pem, "rw-r--r--")}").failed(ExitCode.FAILURE, "client key", "chmod 600")
        bench.run(*grant, "${file("no key")}").failed(ExitCode.USAGE)
        bench.run(*grant, "${file(server.serviceKey)}", "--client-key-id", "k1").failed(ExitCode.USAGE, "as the member kid")
    }

    test("every command that uses a token takes a grant") {
        val bench = bench()
        val grant = arrayOf(*service, "--grant", "client-credentials", "--scope", "read")
        val token = bench.run(*grant, "--json").stdout
        val text = bench.run("token", *grant).succeeded().removeSuffix("\n")
        token shouldContain text
        bench.run("token", *grant, "--header").succeeded() shouldBe "Authorization: Bearer $text\n"
        bench.run("exec-credential", *grant, "--access-token").succeeded() shouldContain "\"token\": \"$text\""
        bench.run("exec-credential", *grant).failed(ExitCode.FAILURE, "no ID token")
        bench.run("exec-credential", *grant, "--client-secret-file", "-").failed(ExitCode.USAGE, "uses standard input")
        val api = arrayOf("--host", server.issuer, *grant.drop(1).toTypedArray())
        bench.run("api", "GET", "api/notes", *api).succeeded() shouldContain "["
    }

    listOf(
        "token H --grant client-credentials" to "--grant is for an issuer, and needs --client-id",
        "token H --client-id c --grant magic" to "'magic' is none of client-credentials, jwt-bearer",
        "token H --client-id c --grant jwt-bearer" to "needs --assertion-file FILE",
        "token H --client-id c --grant token-exchange" to "needs --subject-token-file FILE",
        "token H --client-id c --grant client-credentials --assertion-file f" to "has no use for --assertion-file",
        "token H --client-id c --grant jwt-bearer --assertion-file f --actor-token-file g" to "has no use for --actor-token-file",
        "token H --client-id c --grant token-exchange --subject-token-file f --subject-token-type x" to "not 'x'",
        "token H --client-id c --grant token-exchange --subject-token-file f --actor-token-type x" to "needs --actor-token",
        "token H --client-id c --assertion-file f" to "--assertion-file is for --grant",
        "token H --client-id c --grant client-credentials --client-key-id k" to "needs --client-key-file",
        "token H --client-id c --grant client-credentials --acr gold" to "--acr is for the login of a user",
        "token H --client-id c --grant client-credentials --flow device" to "--flow is for the login of a user",
        "token H --client-id c --grant jwt-bearer --assertion-file - --client-secret-file -" to "Only one file can be",
        "token H --client-id c --grant client-credentials --resource x" to "absolute URI",
    ).forEach { (line, words) ->
        test("`$line` is a mistake, and nothing is sent") {
            val arguments = line.split(' ').map { if (it == "H") server.issuer else it }
            val requests = server.requests.size
            bench().run(*arguments.toTypedArray()).failed(ExitCode.USAGE, words)
            server.requests.size shouldBe requests
        }
    }

    listOf(
        "" to "is empty",
        " \n" to "is empty",
        "two words" to "not one token",
        "x".repeat(300_000) to "too long",
    ).forEach { (text, words) ->
        test("an assertion file with '${text.take(10)}' is refused: $words") {
            val grant = arrayOf("token", *service, "--grant", "jwt-bearer", "--assertion-file", "${file(text)}")
            bench().run(*grant).failed(ExitCode.FAILURE, words)
        }
    }

    test("a file that does not exist, or a directory, is named with its option") {
        val grant = arrayOf("token", *service, "--grant", "jwt-bearer", "--assertion-file")
        bench().run(*grant, "/nowhere/file").failed(ExitCode.FAILURE, "/nowhere/file", "--assertion-file")
        bench().run(*grant, "/").failed(ExitCode.FAILURE, "is a directory")
    }

    test("a name that is a grant_type is understood too") {
        GrantName.find("urn:ietf:params:oauth:grant-type:jwt-bearer") shouldBe GrantName.JWT_BEARER
        GrantName.find("Token_Exchange") shouldBe GrantName.TOKEN_EXCHANGE
        GrantName.find("password") shouldBe null
    }
})
