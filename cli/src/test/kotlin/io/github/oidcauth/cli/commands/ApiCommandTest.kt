// Tests ApiRunner, ApiOutput, ApiCall, ApiInput and ApiOptions.
package io.github.oidcauth.cli.commands

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.net.InetAddress
import java.net.InetSocketAddress
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

internal class ApiCommandTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    /** Requests as `METHOD path?query authorization|content type|body`. */
    val seen = CopyOnWriteArrayList<String>()
    val api =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            createContext("/") { exchange ->
                val body = exchange.requestBody.use { it.readAllBytes() }.decodeToString()
                val token = exchange.requestHeaders.getFirst("Authorization")
                seen +=
                    "${exchange.requestMethod} ${exchange.requestURI} $token|${exchange.requestHeaders.getFirst(
                        "Content-Type",
                    )}|$body"
                val path = exchange.requestURI.path
                val status =
                    when {
                        path.endsWith("/token") -> 200
                        path == "/missing" -> 404
                        path == "/picky" && token != "Bearer new" -> 401
                        path == "/moved" -> 307
                        else -> 200
                    }
                if (status == 307) exchange.responseHeaders.add("Location", "/here")
                val text =
                    when {
                        path.endsWith("/token") -> """{"access_token":"new","token_type":"Bearer","expires_in":3600}"""
                        path == "/missing" -> """{"title":"No such thing","detail":"\u001b[2Jgone"}"""
                        path == "/raw" -> "a\u001b[2J\u0000b"
                        else -> "ok"
                    }
                exchange.responseHeaders.add("Content-Type", "application/json")
                val octets = text.encodeToByteArray()
                exchange.sendResponseHeaders(status, octets.size.toLong())
                exchange.responseBody.use { it.write(octets) }
            }
            start()
        }
    val url = "http://127.0.0.1:${api.address.port}"
    afterSpec { api.stop(0) }
    beforeTest { seen.clear() }

    suspend fun bench(stdin: String = ""): CommandBench =
        CommandBench(stdin = stdin).also {
            val token =
                Token("at") {
                    expiresAt = Clock.System.now() + 1.hours
                    refreshToken = "rt"
                }
            FileTokenStore(it.tokenFile).put(TokenKey.forHost(url), token)
        }

    fun Result.failed(
        code: Int,
        vararg words: String,
    ) = withClue(this) {
        exitCode shouldBe code
        words.forEach { stderr shouldContain it }
        stderr shouldNotContain "    at "
    }

    test("a path is below the host, which the only application is, and the token is sent") {
        val bench = bench()
        bench.run("api", "users?page=2", "--host", url).succeeded() shouldBe "ok"
        bench.run("api", "GET", "/users").succeeded() shouldBe "ok"
        bench.run("api", "$url/users").succeeded() shouldBe "ok"
        seen.toList() shouldContainExactly
            listOf("GET /users?page=2 Bearer at|null|", "GET /users Bearer at|null|", "GET /users Bearer at|null|")
    }

    test("fields are the query of a GET and the JSON of all else, and make the method POST") {
        val bench = bench()
        bench.run("api", "GET", "notes", "-f", "q=a b", "-F", "n=1").succeeded()
        bench.run("api", "notes", "-f", "text=1", "-F", "n=1", "-F", "tags[]=x").succeeded()
        bench.run("api", "-X", "PUT", "notes", "-f", "text=1", "-H", "Content-Type: application/merge-patch+json").succeeded()
        seen.toList() shouldContainExactly
            listOf(
                "GET /notes?q=a%20b&n=1 Bearer at|null|",
                """POST /notes Bearer at|application/json|{"text":"1","n":1,"tags":["x"]}""",
                """PUT /notes Bearer at|application/merge-patch+json|{"text":"1"}""",
            )
    }

    test("a body comes from a file or from standard input, and the fields are the query then") {
        val file = tempdir().toPath().resolve("body").also { it.writeText("of a file") }
        bench().run("api", "PUT", "a", "--input", "$file", "-f", "x=1", "-H", "Content-Type: text/plain").succeeded()
        bench("of stdin").run("api", "a", "--input", "-").succeeded()
        seen.toList() shouldContainExactly
            listOf("PUT /a?x=1 Bearer at|text/plain|of a file", "POST /a Bearer at|application/json|of stdin")
        bench().run("api", "a", "--input", "/nowhere/body").failed(ExitCode.USAGE, "/nowhere/body")
    }

    test("a refused token is refreshed once") {
        bench().run("api", "GET", "picky").succeeded() shouldBe "ok"
        seen.map { it.substringBefore('|') } shouldContainExactly
            listOf("GET /picky Bearer at", "POST /auth/v2/token null", "GET /picky Bearer new")
    }

    test("a failure prints the body, one safe line about it, and exits with 1") {
        val result = bench().run("api", "GET", "missing?token=s3cret")
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldStartWith "{\"title\""
            result.stderr shouldBe "Error: HTTP 404 for GET $url/missing: No such thing: [2Jgone\n"
        }
        bench().run("api", "GET", "missing", "--silent").stdout shouldBe ""
    }

    test("redirects of a GET are followed, and those of a POST are failures") {
        bench().run("api", "GET", "moved").succeeded() shouldBe "ok"
        bench().run("api", "POST", "moved").failed(ExitCode.FAILURE, "HTTP 307 for POST")
    }

    test("--include prints the head, and a pipe gets the octets as they are") {
        bench().run("api", "GET", "raw").succeeded() shouldBe "a\u001b[2J\u0000b"
        val head = bench().run("api", "GET", "raw", "-i", "--silent").succeeded()
        head shouldStartWith "HTTP 200\n"
        head shouldContain "content-type: application/json\n"
    }

    test("the token goes to no other origin unless --origin names it") {
        val other = "http://127.0.0.1:${api.address.port + 1}"
        bench().run("api", "$other/x", "--host", url).failed(ExitCode.USAGE, "add --origin $other")
        seen.size shouldBe 0
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(TokenKey.forIssuer(server.issuer, "app"), Token("issued"))
        bench.run("api", "$url/x", "--host", server.issuer, "--client-id", "app", "--origin", url).succeeded() shouldBe "ok"
        seen.single() shouldStartWith "GET /x Bearer issued|"
    }

    test("--host takes an alias of config.toml, with its client, and origins are named for each run") {
        val config = tempdir().toPath().resolve("config.toml")
        config.writeText("[hosts.work]\nurl = '${server.issuer}'\nclient_id = 'app'\n")
        val file = tempdir().toPath().resolve("tokens.json")
        FileTokenStore(file).put(TokenKey.forIssuer(server.issuer, "app"), Token("issued"))
        val bench =
            CommandBench(environment = mapOf("OIDC_TOKEN_FILE" to "$file", "OIDC_AUTH_CONFIG" to "$config"))
        bench.run("api", "$url/x", "--host", "work", "--origin", url).succeeded() shouldBe "ok"
        bench.run("api", "$url/x", "--host=work", "--origin", url).succeeded() shouldBe "ok"
        bench.run("api", "$url/x", "--host=work").failed(ExitCode.USAGE, "--origin $url")
        seen.toSet() shouldBe setOf("GET /x Bearer issued|null|")
    }

    test("an invalid request is wrong usage, and nothing is sent") {
        val faults =
            listOf(
                listOf("api") to "oidc-auth api [METHOD] PATH",
                listOf("api", "a", "b", "c") to "oidc-auth api [METHOD] PATH",
                listOf("api", "GET", "a", "-X", "PUT") to "two methods",
                listOf("api", "../a") to "..",
                listOf("api", "a", "-f", "novalue") to "KEY=VALUE",
                listOf("api", "a", "-f", "a=1", "-f", "a=2") to "'a' is given twice",
                listOf("api", "a", "-H", "Authorization: Bearer s3cret") to "secret in an argument",
                listOf("api", "a", "-H", "a b: c") to "header",
                listOf("api", "POST", "a", "--paginate") to "--paginate is for GET",
                listOf("api", "a", "--store", "file:/nowhere/none.json") to "--host HOST",
            )
        faults.forEach { (arguments, words) ->
            val result = bench().run(*arguments.toTypedArray())
            withClue(arguments) { result.failed(ExitCode.USAGE, words) }
            result.stderr shouldNotContain "s3cret"
        }
        seen.size shouldBe 0
    }

    test("at an application: me, the pages of a list, a new note, and the problem of a missing one") {
        val bench = CommandBench(User())
        bench.run("login", server.url).succeeded()
        bench.run("api", "GET", "api/me", "--host", server.url).succeeded() shouldContain "alice"
        val refused = bench.run("api", "GET", "api/notes", "--host", server.url)
        refused.failed(
            ExitCode.FAILURE,
            "HTTP 403 for GET ${server.url}/api/notes: Not permitted",
            "with --scope and the scope that the API requires: read\n",
        )
    }

    test("--paginate prints each page of a list on its own") {
        val pages =
            HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
                createContext("/") { exchange ->
                    val page = exchange.requestURI.query?.removePrefix("page=")?.toInt() ?: 1
                    if (page < 3) exchange.responseHeaders.add("Link", "</list?page=${page + 1}>; rel=\"next\"")
                    val octets = "[$page]".encodeToByteArray()
                    exchange.sendResponseHeaders(200, octets.size.toLong())
                    exchange.responseBody.use { it.write(octets) }
                }
                start()
            }
        val origin = "http://127.0.0.1:${pages.address.port}"
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost(origin), Token("at"))
        bench.run("api", "list", "--paginate").succeeded() shouldBe "[1]\n[2]\n[3]\n"
        pages.stop(0)
    }

    test("the host of a URL is that of the login, which comes first if there is none") {
        CommandBench(User()).run("api", "${server.url}/api/me").succeeded() shouldContain "alice"
        CommandBench().run("api", "${server.url}/api/me", "--non-interactive").failed(ExitCode.LOGIN_REQUIRED)
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost(url), Token("of the root"))
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost("$url/app"), Token("of the app"))
        bench.run("api", "$url/app/x").succeeded()
        bench.run("api", "$url/application").succeeded()
        seen.map { it.substringAfter("Bearer ").substringBefore('|') } shouldContainExactly listOf("of the app", "of the root")
    }

    test("without a token and a user a login is needed") {
        CommandBench().run("api", "GET", "x", "--host", server.url, "--non-interactive").failed(ExitCode.LOGIN_REQUIRED)
    }
})
