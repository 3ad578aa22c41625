package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.servers.IssuerServer
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.servers.PyOidcAuthRoutes
import io.github.oidcauth.internal.servers.PyOidcAuthServer
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.openid.IssuingServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonPrimitive
import kotlin.random.Random
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

/**
 * The rule that no session is lost: the refresh token of a response with a status of success is stored, whatever else is in the
 * response, whatever the store does, and whenever the caller is cancelled. The one exception is an ID token that is refuted.
 */
@OptIn(ExperimentalCoroutinesApi::class)
class KeptRefreshTokenTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        /** JSON text for what a member must not be. Null for no member. */
        val oddities =
            listOf(
                null,
                "null",
                "true",
                "false",
                // Not so soon that a refresh token is over on arrival.
                "7000",
                "0",
                "-1",
                "1e300",
                "NaN",
                "\"\"",
                "\"  \"",
                "\"soon\"",
                "\"2027-01-15T08:00:00Z\"",
                "\"BearerToken\"",
                "\"a\\tb\\n\\u00e9\\u001b[2J\"",
                "[]",
                "[\"a\",\"b c\",7,null]",
                "{}",
                "{\"a\":{\"a\":1,\"a\":2}}",
                "\"${"x".repeat(20_000)}\"",
            )

        /** Returns a response, from members given as name and JSON text. A name may come twice. */
        fun mutated(
            valid: List<Pair<String, String>>,
            random: Random,
        ): String {
            var members = valid
            repeat(random.nextInt(1, 3)) {
                val name = (valid.map { it.first } - "refresh_token" + "error" + "another").random(random)
                val value = if (random.nextInt(100) == 0) "\"${"y".repeat(270_000)}\"" else oddities.random(random)
                val isRepeated = value != null && random.nextInt(6) == 0
                if (!isRepeated) members = members.filter { it.first != name }
                if (value != null) members = (members + (name to value)).shuffled(random)
            }
            val mark = if (random.nextInt(20) == 0) "\uFEFF" else ""
            return mark + members.joinToString(",", "{", "}") { (name, value) -> "\"$name\":$value" }
        }

        /** Makes refreshes at [server] and counts how they end. */
        class Bench(
            private val scope: TestScope,
            private val clock: Clock,
            private val points: SuspensionPoints,
            private val server: LoginServer,
            private val idTokenBefore: String?,
        ) {
            var handedOut = 0
            var keptAlone = 0
            var refuted = 0
            var cancelled = 0
            var unsent = 0
            var inMemory = 0
            var sent = 0

            /** A refresh with [old], of which the server responds [new] unless [isRefuted]. */
            suspend fun refresh(
                old: String,
                new: String,
                isRefuted: Boolean,
                random: Random,
            ) {
                val kept = InMemoryTokenStore(clock)
                val store = SuspendingStore(kept, points)
                val acquirer = acquirer(store)
                kept.put(
                    key,
                    Token("at-old") {
                        expiresAt = clock.now() - 1.seconds
                        refreshToken = old
                        idToken = idTokenBefore
                    },
                )
                val sentBefore = sent
                var caller: Job? = null
                val target = random.nextInt(0, 26)
                val isCancelling = random.nextBoolean()
                points.aim(target) { if (isCancelling) caller?.cancel() else store.isFailing = true }
                caller =
                    scope.launch {
                        try {
                            acquirer.obtain(force = false) { error("Nobody logs in here.") }
                            handedOut++
                        } catch (_: AuthException) {
                            keptAlone++
                        }
                    }
                caller.join()
                points.aim(0) {}
                store.isFailing = false
                if (caller.isCancelled) cancelled++
                if (kept.get(key)?.refreshToken != acquirer.getStored()?.refreshToken) inMemory++
                val isSent = sent > sentBefore
                if (!isSent) unsent++
                if (isSent && isRefuted) refuted++
                acquirer.getStored()?.refreshToken shouldBe if (isSent && !isRefuted) new else old
            }

            private fun acquirer(store: SuspendingStore) =
                scope.tokenAcquirer(key, store, server, clock, isPresent = { false })

            fun shouldHaveSeenEverything() {
                listOf(handedOut, keptAlone, cancelled, unsent, inMemory).forEach { it shouldBeGreaterThan 50 }
            }
        }

        /** A bench with the server that [make] makes, which responses what it is given after having suspended. */
        class Served<T>(
            scope: TestScope,
            make: (CoroutineDispatcher, suspend () -> ScriptedResponse) -> T,
        ) {
            val points = SuspensionPoints()
            var body = ""
            var onRequest = {}
            val server =
                make(StandardTestDispatcher(scope.testScheduler)) {
                    onRequest()
                    points.pass()
                    points.pass()
                    ScriptedResponse(body)
                }
        }

        test("at an issuer") {
            runTest(timeout = 10.minutes) {
                val served = Served(this) { dispatcher, respond -> IssuingServer(dispatcher = dispatcher) { respond() } }
                val issuing = served.server
                val unknownKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k2")
                val valid = issuing.sign()
                val good =
                    listOf(valid, valid, issuing.sign(issuing.claims("auth_time" to "\"7\"", "acr" to "7", "nonce" to "7")))
                val undecided = listOf(issuing.sign(key = unknownKey), issuing.sign(issuing.claims("exp" to "7")))
                val wrong = listOf(issuing.sign(issuing.claims("sub" to "\"mallory\"")))
                val config = ClientConfig("my-client")
                val target = IssuerTarget.of(ClientBench.ISSUER, config, IssuingServer.METADATA, RequestOptions.NONE)
                val client = issuing.bench.client(IssuingServer.METADATA).protocol
                val server = IssuerServer(target, emptyMap(), TestTimeSource()) { client }
                val bench = Bench(this, issuing.bench.clock, served.points, server, valid)
                served.onRequest = { bench.sent++ }
                val random = Random(7)
                repeat(4_000) { n ->
                    val idToken = (good + undecided + wrong).random(random)
                    val response =
                        listOf(
                            "access_token" to "\"at-$n\"",
                            "token_type" to "\"Bearer\"",
                            "expires_in" to "600",
                            "refresh_token" to "\"r-$n\"",
                            "refresh_expires_in" to "3600",
                            "scope" to "\"openid\"",
                            "id_token" to "\"$idToken\"",
                            "session_state" to "\"s\"",
                        )
                    served.body = mutated(response, random)
                    withClue("case $n: ${served.body.take(2_000)}") {
                        bench.refresh("old-$n", "r-$n", isRefuted(served.body, good + undecided), random)
                    }
                    issuing.bench.requests.clear()
                }
                bench.shouldHaveSeenEverything()
                bench.refuted shouldBeGreaterThan 50
            }
        }

        test("at a py-oidc-auth application") {
            runTest(timeout = 10.minutes) {
                val served = Served(this) { dispatcher, respond -> ClientBench(dispatcher) { respond() } }
                val clients = served.server
                val server =
                    PyOidcAuthServer(
                        BaseUrl.parse("https://h.example"),
                        PyOidcAuthRoutes(),
                        scope = null,
                        lazyOf(clients.transport),
                        clients.clock,
                        allowInsecureHttp = false,
                    )
                val bench = Bench(this, clients.clock, served.points, server, idTokenBefore = null)
                served.onRequest = { bench.sent++ }
                val random = Random(11)
                val end = clients.clock.now().epochSeconds + 600
                repeat(4_000) { n ->
                    val response =
                        listOf(
                            "access_token" to "\"at-$n\"",
                            "token_type" to "\"Bearer\"",
                            "expires" to "$end",
                            "refresh_token" to "\"r-$n\"",
                            "refresh_expires" to "${end + 3_600}",
                            "scope" to "\"openid\"",
                            "id_token" to "\"not.looked.at\"",
                        )
                    served.body = mutated(response, random)
                    withClue("case $n: ${served.body.take(2_000)}") { bench.refresh("old-$n", "r-$n", isRefuted = false, random) }
                    clients.requests.clear()
                }
                bench.shouldHaveSeenEverything()
                bench.refuted shouldBe 0
            }
        }
    })

/** Returns true if [body] has exactly one ID token, which is none of the [acceptable]. */
private fun isRefuted(
    body: String,
    acceptable: List<String>,
): Boolean {
    val values = Regex("\"id_token\":(\"[^\"]*\"|[^,}]*)").findAll(body).map { it.groupValues[1] }.toSet()
    val text = values.singleOrNull()?.takeIf { it.startsWith("\"") && it != "\"\"" } ?: return false
    return text !in acceptable.map { JsonPrimitive(it).toString() }
}
