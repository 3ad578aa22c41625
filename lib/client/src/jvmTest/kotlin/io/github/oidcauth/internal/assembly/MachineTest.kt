package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.environment.NotebookProbe
import io.github.oidcauth.internal.session.Prompts
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import kotlin.io.path.createDirectory
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes

/** What a configuration becomes on a machine whose environment is the test's. */
class MachineTest :
    FunSpec({
        val host = "https://h.example"

        class Bench(
            vararg variables: Pair<String, String>,
        ) {
            val engine = MockEngine { respond("""{"access_token": "fresh", "expires_in": 600, "refresh_token": "r2"}""") }
            private val machine =
                Machine(
                    environment = variables.toMap()::get,
                    hasTerminal = { false },
                    notebook = NotebookProbe({ null }, classLoader = null),
                    createClient = { HttpClient(engine) },
                )

            suspend fun authenticate(configure: Config.Builder.() -> Unit = {}): Token =
                machine.session(Config(host, configure), Prompts()).let { session ->
                    session.keeper.obtain(force = false) { session.login(autoOpen = false) }
                }
        }

        fun expired(): Token =
            Token("old") {
                expiresAt = Clock.System.now() - 10.minutes
                refreshToken = "r1"
            }

        test("OIDC_TOKEN_FILE with one token is read, refreshed and written in its place") {
            val file = tempdir().toPath().resolve("token.json").apply { writeText(expired().toJson().toString()) }
            val bench = Bench("OIDC_TOKEN_FILE" to file.toString(), "SLURM_JOB_ID" to "7")
            bench.authenticate().accessToken shouldBe "fresh"
            file.readText() shouldContain "\"refresh_token\": \"r2\""
            bench.authenticate().accessToken shouldBe "fresh"
            bench.engine.requestHistory shouldHaveSize 1
        }

        test("OIDC_TOKEN_FILE with a whole store is read, refreshed and written") {
            val file = tempdir().toPath().resolve("store.json")
            FileTokenStore(file).put(Config(host).key, expired())
            Bench("OIDC_TOKEN_FILE" to file.toString(), "SLURM_JOB_ID" to "7").authenticate().accessToken shouldBe "fresh"
            FileTokenStore(file).get(Config(host).key)?.refreshToken shouldBe "r2"
        }

        test("a store that the program sets wins over OIDC_TOKEN_FILE") {
            val own = InMemoryTokenStore()
            own.put(Config(host).key, Token("own"))
            Bench("OIDC_TOKEN_FILE" to "/nowhere/at/all").authenticate { store = own }.accessToken shouldBe "own"
        }

        test("OIDC_TOKEN_FILE that is a directory is an error, and nobody is asked to log in") {
            val directory = tempdir().toPath().resolve("d").createDirectory()
            shouldThrow<StoreException> { Bench("OIDC_TOKEN_FILE" to directory.toString()).authenticate() }
        }

        test("OIDC_TOKEN_FILE that names no file there can be is an error with advice") {
            shouldThrow<StoreException> { Bench("OIDC_TOKEN_FILE" to "to\u0000ken").authenticate() }
        }

        test("a file with one token does not give it to another host, whose refresh token it is not") {
            val file = tempdir().toPath().resolve("token.json")
            file.writeText("""{"host": "https://other.example", "access_token": "a", "refresh_token": "theirs", "expires": 1}""")
            val bench = Bench("OIDC_TOKEN_FILE" to file.toString())
            shouldThrow<StoreException> { bench.authenticate() }.message shouldContain "https://other.example"
            bench.engine.requestHistory shouldHaveSize 0
        }

        test("a batch job without a token is told about OIDC_TOKEN_FILE and how to fill it, and makes no request") {
            val bench = Bench("SLURM_JOB_ID" to "7")
            val error = shouldThrow<InteractionRequiredException> { bench.authenticate { store = InMemoryTokenStore() } }
            error.message shouldContain "SLURM_JOB_ID"
            error.message shouldContain "export OIDC_TOKEN_FILE="
            error.message shouldContain "oidc-auth --json $host"
            bench.engine.requestHistory shouldHaveSize 0
        }

        test("a setting of the program wins over the job variables") {
            val bench = Bench("SLURM_JOB_ID" to "7")
            val error =
                shouldThrow<UntrustedAnswerException> {
                    bench.authenticate {
                        store = InMemoryTokenStore()
                        interactive = true
                        interaction = SilentInteraction
                    }
                }
            // The answer to the device request is a token, which is no device code: a login was begun.
            error.message.orEmpty() shouldContain "no device_code"
            bench.engine.requestHistory shouldHaveSize 1
        }
    })
