// Tests PyAuthFlowEntry, PyAuthFlowFile and PyAuthFlowImport.
package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.HomePath
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import kotlin.io.path.createDirectory
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Instant

/** PyAuthFlow's tokens become those of this command. */
internal class PyAuthFlowImportTest : FunSpec({
    val idp = "https://idp.example.com/realms/staff"
    val other = "https://other.example.com"
    val far = 4_102_444_800

    /** A file that PyAuthFlow 1.2.0 has written, by logins, refreshes and a revocation at a server that was played. */
    fun written(): Path =
        TemporaryFolders.new().resolve("token_store.json").also { file ->
            PyAuthFlowImportTest::class.java.getResourceAsStream("/pyauthflow/token_store.json").shouldNotBeNull()
                .use { Files.copy(it, file) }
        }

    fun digest(text: String) =
        MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).joinToString("") { "%02x".format(it) }

    fun file(text: String): Path = TemporaryFolders.new().resolve("token_store.json").also { it.writeText(text) }

    /** A file with one entry, which has [members]. */
    fun entry(
        members: String,
        client: String = "app",
        issuer: String = idp,
        scope: String = "openid",
    ) = file("""{"${digest("$client|$issuer")}":{"$scope":{"client_id":"$client","issuer":"$issuer",$members}}}""")

    test("the tokens of a file that PyAuthFlow has written are in the store, and the file stays as it is") {
        val bench = CommandBench()
        val file = written()
        val before = file.readText()
        val result = bench.run("import", "pyauthflow", "$file")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stdout.lines().size shouldBe 4
            result.stdout shouldContain "Imported the token for $idp#client_id=notebook&scope=email+openid+profile\n"
        }
        file.readText() shouldBe before
        val store = FileTokenStore(bench.tokenFile)
        val jwt = store.get(TokenKey.forIssuer(idp, "notebook", listOf("openid", "profile", "email"))).shouldNotBeNull()
        jwt.expiresAt shouldBe Instant.fromEpochSeconds(far)
        jwt.refreshExpiresAt shouldBe Instant.fromEpochSeconds(far + 1)
        jwt.scope shouldBe "email openid profile"
        jwt.refreshToken.shouldNotBeNull()
        val opaque = store.get(TokenKey.forIssuer(idp, "notebook", listOf("openid", "offline_access"))).shouldNotBeNull()
        opaque.refreshToken shouldBe "opaque-refresh"
        opaque.refreshExpiresAt.shouldBeNull()
        // Nobody knows how long it is valid, so it is refreshed before it is used, as PyAuthFlow does.
        opaque.expiresAt.shouldNotBeNull() shouldBeLessThanOrEqualTo Clock.System.now()
        val refreshed = store.get(TokenKey.forIssuer(other, "refreshed", listOf("openid"))).shouldNotBeNull()
        refreshed.refreshToken.shouldBeNull()
        store.keys().size shouldBe 3
    }

    test("each entry that is not imported is reported with the reason, and no secret is shown") {
        val result = CommandBench().run("import", "pyauthflow", "${written()}")
        listOf(
            "Not imported: $other#client_id=old&scope=openid: it has expired.",
            "Not imported: $idp#client_id=batch&scope=openid: it does not say when it expires, and cannot be refreshed.",
            "scope openid: its login was not completed.",
            "Not imported: revoked at $other, scope openid: it has no access token; log in again.",
        ).forEach { result.stderr shouldContain it }
        listOf("eyJ", "opaque", "left", "code_verifier").forEach { "$result" shouldNotContain it }
    }

    test("who imports a session is told that two programs share it") {
        val result = CommandBench().run("import", "pyauthflow", "${written()}")
        result.stderr shouldContain "warning: PyAuthFlow and `oidc-auth` now share these sessions."
        val alone =
            entry(""""access_token":"${written().readText().substringAfter("\"access_token\": \"").substringBefore('"')}"""")
        CommandBench().run("import", "pyauthflow", "$alone").succeeded() shouldContain "client_id=app"
    }

    test("an imported token is used, and a second import changes nothing") {
        val bench = CommandBench()
        val file = written()
        bench.run("import", "pyauthflow", "$file")
        val token = bench.run("token", other, "--client-id", "refreshed", "--scope", "openid").succeeded()
        token.startsWith("eyJ").shouldBeTrue()
        val before = bench.tokenFile.readText()
        val again = bench.run("import", "pyauthflow", "$file")
        again.exitCode shouldBe ExitCode.SUCCESS
        again.stdout shouldBe ""
        again.stderr shouldContain "client_id=refreshed&scope=openid: there is a token for it already."
        bench.tokenFile.readText() shouldBe before
    }

    test("the file is that of PyAuthFlow unless another is named, and ~ is the home directory") {
        PyAuthFlowFile.DEFAULT shouldBe "~/.pyauthflow_token_store.json"
        val name = "~/${TemporaryFolders.new().fileName}-missing.json"
        HomePath.of(name).exists() shouldBe false
        val result = CommandBench().run("import", "pyauthflow", name)
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldContain "There is no file $name."
    }

    listOf("other" to "\u00f6ffentlich", "\u00fc" to "openid").forEach { (client, scope) ->
        test("an entry of the client $client with the scope $scope is reported, and the others are imported") {
            val members = """"access_token":"at","refresh_token":"rt","issuer":"$idp","client_id":"""
            val file =
                file(
                    """{"${digest("$client|$idp")}":{"$scope":{$members"$client"}},""" +
                        """"${digest("app|$idp")}":{"email":{$members"app"}}}""",
                )
            val result = CommandBench().run("import", "pyauthflow", "$file")

            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe "Imported the token for $idp#client_id=app&scope=email\n"
                result.stderr shouldContain "its client or its scope is none"
            }
        }
    }

    test("an empty store has nothing to import") {
        val file = file("{}")
        CommandBench().run("import", "pyauthflow", "$file").succeeded() shouldBe "No tokens in $file.\n"
    }

    context("a file that is no token store is refused, its content is not shown, and nothing is imported:") {
        mapOf(
            "text" to "secret-text".toByteArray(),
            "half a file" to """{"a":{"openid":{"access_token":"secret-text""".toByteArray(),
            "an array" to """["secret-text"]""".toByteArray(),
            "a string" to "\"secret-text\"".toByteArray(),
            "nothing" to ByteArray(0),
            "no UTF-8" to byteArrayOf(0x22, 0xff.toByte(), 0x22),
            "a token file of this command" to
                """{"https://a.example":{"token":{"access_token":"secret-text"},"stored_at":1.0}}""".toByteArray(),
            "brackets without end" to "[".repeat(1_000_000).toByteArray(),
            "brackets in brackets" to ("{\"a\":".repeat(101) + "1" + "}".repeat(101)).toByteArray(),
        ).forEach { (what, content) ->
            test(what) {
                val bench = CommandBench()
                val file = TemporaryFolders.new().resolve("store.json").also { it.writeBytes(content) }
                val result = bench.run("import", "pyauthflow", "$file")
                withClue(result) {
                    result.exitCode shouldBe ExitCode.FAILURE
                    result.stderr shouldContain "$file"
                    result.stdout shouldBe ""
                    "$result" shouldNotContain "secret-text"
                    bench.tokenFile.exists() shouldBe false
                }
                file.toFile().readBytes().contentEquals(content).shouldBeTrue()
            }
        }

        test("a directory, and a file of more than 16 MiB") {
            val directory = TemporaryFolders.new().resolve("d").createDirectory()
            val large = TemporaryFolders.new().resolve("large").also { it.writeText(" ".repeat((16 shl 20) + 1)) }
            listOf(directory to "not a regular file", large to "more than 16 MiB").forEach { (file, reason) ->
                CommandBench().run("import", "pyauthflow", "$file").stderr shouldContain reason
            }
        }
    }

    context("an entry that cannot be trusted is reported, and the others are imported:") {
        val good = """"${digest(
            "app|$idp",
        )}":{"openid":{"client_id":"app","issuer":"$idp","access_token":"a","refresh_token":"r"}}"""
        mapOf(
            """"aa":{"openid":{"access_token":"secret-text","issuer":"$idp"}}""" to "its client or its issuer is not known",
            """"aa":{"openid":{"access_token":"secret-text","client_id":"x"}}""" to "its client or its issuer is not known",
            """"aa":{"openid":{"access_token":"secret-text","client_id":5,"issuer":"$idp"}}""" to
                "its client or its issuer is not known",
            """"aa":{"openid":{"access_token":"secret-text","client_id":"x","issuer":"$idp"}}""" to
                "its client and issuer are not those that it is stored for",
            """"${digest(
                "x|nowhere at all",
            )}":{"openid":{"access_token":"secret-text","client_id":"x","issuer":"nowhere at all"}}""" to
                "its issuer is not an address",
            """"${digest("x|$idp")}":{"openid":{"access_token":"secret text\u0000","client_id":"x","issuer":"$idp"}}""" to
                "its access token has characters that no token has",
            """"aa":{"openid":"secret-text"}""" to "it is not an object",
            """"aa":{"openid":{}}""" to "it has no access token",
        ).forEach { (bad, reason) ->
            test("$reason, as in ${bad.take(60)}") {
                val bench = CommandBench()
                val result = bench.run("import", "pyauthflow", "${file("{$bad,$good}")}")
                withClue(result) {
                    result.exitCode shouldBe ExitCode.FAILURE
                    result.stdout shouldBe "Imported the token for $idp#client_id=app&scope=openid\n"
                    result.stderr shouldContain reason
                    "$result" shouldNotContain "secret"
                }
                FileTokenStore(bench.tokenFile).keys().size shouldBe 1
            }
        }
    }

    test("what a terminal would interpret is not printed") {
        val file = file("""{"\u001b[31m":{"\u001b]0;x\u0007":{"access_token":"a"}}}""")
        "${CommandBench().run("import", "pyauthflow", "$file")}" shouldNotContain "\u001b"
    }

    test("a token that the store does not take is reported, and the others are imported") {
        val behind = ShelfProvider.add("shelf:behind-import")
        ShelfProvider.shelves["shelf:import"] =
            object : TokenStore by behind {
                override suspend fun put(
                    key: TokenKey,
                    token: Token,
                ) = if (key.value.contains("notebook")) throw StoreException("The shelf is full.") else behind.put(key, token)
            }
        val result = CommandBench().run("import", "pyauthflow", "${written()}", "--store", "shelf:import")
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldContain "it could not be stored. The shelf is full."
        behind.keys() shouldBe setOf(TokenKey.forIssuer(other, "refreshed", listOf("openid")))
    }
})
