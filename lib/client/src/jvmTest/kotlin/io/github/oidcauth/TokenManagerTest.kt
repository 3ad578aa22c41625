// Tests IssuerClients, StoredTokenActions and TokenClearing.
package io.github.oidcauth

import io.github.oidcauth.ClearedToken.Revocation
import io.github.oidcauth.internal.assembly.Clients
import io.github.oidcauth.internal.assembly.HttpClients
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TokenTypeHint
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode
import java.net.ConnectException
import kotlin.io.encoding.Base64
import kotlin.time.Duration.Companion.minutes

class TokenManagerTest :
    FunSpec({
        val idp = "https://idp.example/realms/r"
        val other = "https://other.example"

        /** A store, and issuers that all behave as [response] says. */
        class Bench(
            private val respond: (ReceivedRequest) -> ScriptedResponse? = { ScriptedResponse("", mediaType = null) },
        ) {
            val requests = mutableListOf<ReceivedRequest>()
            val clock = SettableClock()
            var store: TokenStore = InMemoryTokenStore(clock)
            var hasRevocation = true
            private val clients =
                Clients(
                    environment = { null },
                    clock = clock,
                    httpClients = HttpClients({ null }) { _, _ ->
                        HttpClient(
                            MockEngine { data ->
                                val request = ReceivedRequest.of(data).also { requests += it }
                                val response = (if ("/.well-known/" in request.url) discovery(request.url) else null)
                                    ?: respond(request) ?: throw ConnectException("down")
                                respond(response.body, HttpStatusCode.fromValue(response.status), response.ktorHeaders)
                            },
                        )
                    },
                )
            var isDown = false

            private fun discovery(url: String): ScriptedResponse {
                if (isDown) throw ConnectException("down")
                val issuer = url.substringBefore("/.well-known/")
                val revocation = if (hasRevocation) """"revocation_endpoint":"$issuer/revoke",""" else ""
                return ScriptedResponse(
                    """{"issuer":"$issuer","token_endpoint":"$issuer/token",$revocation
                       "introspection_endpoint":"$issuer/introspect"}""",
                )
            }

            fun manager(vararg registered: IssuerTarget) = TokenManager(
                store,
                registered.toList(),
                clock,
                connect = clients::connect,
            )

            fun sentTo(path: String) = requests.filter { it.url.endsWith("/$path") }

            suspend fun put(
                key: TokenKey,
                access: String = "at-secret",
                configure: Token.Builder.() -> Unit = { refreshToken = "rt-secret" },
            ): TokenKey {
                store.put(
                    key,
                    Token(access) {
                        expiresAt = clock.now() + 10.minutes
                        configure()
                    },
                )
                return key
            }
        }

        fun offline(
            client: String = "app",
            issuer: String = idp,
        ) = TokenKey.forIssuer(issuer, client, listOf("openid", "offline_access"))

        fun online(client: String = "app") = TokenKey.forIssuer(idp, client, listOf("openid"))

        fun registered(
            issuer: String = idp,
            client: String = "app",
        ) = IssuerTarget.of(issuer, ClientConfig(client) { clientSecret = "cs-secret" }, null, RequestOptions.NONE)

        context("listing") {
            test("tells whose token it is and what is known of it, without secrets or requests") {
                val bench = Bench()
                val key =
                    TokenKey.forIssuer(idp, "app", listOf("openid", "email"), listOf("api"), listOf("https://api.example/"))
                bench.put(key) {
                    refreshToken = "rt-secret"
                    scope = "openid"
                }
                bench.put(TokenKey.forHost("https://app.example"))

                val (ofIssuer, ofApplication) = bench.manager().list().sortedBy { it.issuer == null }

                ofIssuer.issuer shouldBe idp
                ofIssuer.clientId shouldBe "app"
                ofIssuer.audiences shouldBe listOf("api")
                ofIssuer.resources shouldBe listOf("https://api.example/")
                ofIssuer.scope shouldBe "openid"
                ofIssuer.hasRefreshToken shouldBe true
                ofApplication.issuer.shouldBeNull()
                ofApplication.clientId.shouldBeNull()
                "$ofIssuer $ofApplication" shouldNotContain "secret"
                bench.requests.shouldBeEmpty()
            }

            val unspecific = TokenKey.forIssuer(idp, "app")
            val refreshable = Token("at") { refreshToken = "rt" }
            listOf(
                Triple("offline_access was asked for", offline(), Token("at")) to true,
                Triple("offline_access was granted", online(), Token("at") { scope = "openid offline_access" }) to true,
                Triple("neither, with a refresh token", online(), refreshable) to false,
                Triple("another scope that begins alike", online(), Token("at") { scope = "offline_access_x" }) to false,
                Triple("nobody has said what, and a refresh token", unspecific, refreshable) to true,
                Triple("nobody has said what, and no refresh token", unspecific, Token("at")) to false,
                Triple("an application's refresh token", TokenKey.forHost("a.example"), refreshable) to true,
            ).forEach { (case, expected) ->
                val (what, key, token) = case
                test("a session is ${if (expected) "offline" else "online"}: $what") {
                    StoredToken(key, token).isOffline shouldBe expected
                }
            }
        }

        context("clearing") {
            test("by default the refresh token of an offline session is revoked, as a public client, and the entry removed") {
                val bench = Bench()
                val key = bench.put(offline())

                val cleared = bench.manager().clear(key).shouldNotBeNull()

                cleared.isRemoved shouldBe true
                cleared.revocation shouldBe Revocation.REVOKED
                cleared.failure.shouldBeNull()
                cleared.entry.key shouldBe key
                val request = bench.sentTo("revoke").single()
                request.url shouldBe "$idp/revoke"
                request["token"] shouldBe "rt-secret"
                request["token_type_hint"] shouldBe "refresh_token"
                request["client_id"] shouldBe "app"
                request.header("authorization").shouldBeNull()
                bench.store.keys().shouldBeEmpty()
            }
            test("by default the tokens of an online session are removed, and nobody is told") {
                val bench = Bench()
                val cleared = bench.manager().clear(bench.put(online())).shouldNotBeNull()
                cleared.isRemoved shouldBe true
                cleared.revocation shouldBe Revocation.NOT_REQUESTED
                bench.requests.shouldBeEmpty()
            }
            test("a session without refresh token is revoked by its access token") {
                val bench = Bench()
                bench.manager().clear(bench.put(offline()) {}).shouldNotBeNull().revocation shouldBe Revocation.REVOKED
                val request = bench.sentTo("revoke").single()
                (request["token"] to request["token_type_hint"]) shouldBe ("at-secret" to "access_token")
            }
            test("a missing token is nothing to clear") {
                Bench().manager().clear(offline()).shouldBeNull()
            }
            test("a stale token is removed without a message") {
                val bench = Bench()
                val key = bench.put(offline()) { expiresAt = bench.clock.now() }
                bench.manager().clear(key).shouldBeNull()
                bench.store.remove(key) shouldBe false
                bench.requests.shouldBeEmpty()
            }
            test("an application's token is removed, as nobody can revoke it") {
                val bench = Bench()
                val key = bench.put(TokenKey.forHost("https://app.example"))
                val cleared = bench.manager().clear(key, ClearOptions { revokeOnline = true }).shouldNotBeNull()
                cleared.isRemoved shouldBe true
                cleared.revocation shouldBe Revocation.NOT_APPLICABLE
                cleared.failure.shouldBeNull()
                bench.requests.shouldBeEmpty()
            }

            /** A failure of a server: its name, and its effect on a bench. */
            class Trouble(
                val name: String,
                val revocation: Revocation,
                val bench: () -> Bench,
            )

            val troubles =
                listOf(
                    Trouble("a server that revokes", Revocation.REVOKED) { Bench() },
                    Trouble("a server that refuses", Revocation.FAILED) {
                        Bench { ScriptedResponse.error("invalid_client", 401) }
                    },
                    Trouble("a server in trouble", Revocation.FAILED) { Bench { ScriptedResponse("", 503) } },
                    Trouble("a server that does not revoke such tokens", Revocation.FAILED) {
                        Bench { ScriptedResponse.error("unsupported_token_type") }
                    },
                    Trouble("a server that cannot be reached", Revocation.FAILED) { Bench { null } },
                    Trouble("a network that is down", Revocation.FAILED) { Bench().also { it.isDown = true } },
                    Trouble("a server without revocation", Revocation.UNSUPPORTED) { Bench().also { it.hasRevocation = false } },
                )
            val failures = setOf(Revocation.FAILED, Revocation.UNSUPPORTED)
            val bools = listOf(false, true)
            val flags = bools.flatMap { a -> bools.flatMap { b -> bools.flatMap { c -> bools.map { d -> listOf(a, b, c, d) } } } }
            for (trouble in troubles) {
                for ((isOffline, offlineToo, onlineToo, force) in flags) {
                    val options =
                        ClearOptions {
                            revokeOffline = offlineToo
                            revokeOnline = onlineToo
                            removeOnRevokeFail = force
                        }
                    val isWanted = if (isOffline) offlineToo else onlineToo
                    val revocation = if (isWanted) trouble.revocation else Revocation.NOT_REQUESTED
                    val isRemoved = force || revocation == Revocation.NOT_REQUESTED || revocation == Revocation.REVOKED
                    val kind = if (isOffline) "offline" else "online"
                    test("$kind, ${trouble.name}, $options: $revocation, removed $isRemoved") {
                        val bench = trouble.bench()
                        val key = bench.put(if (isOffline) offline() else online())

                        val alone = bench.manager().clear(key, options).shouldNotBeNull()
                        bench.put(key)
                        val amongAll = bench.manager().clearAll(options).single()

                        listOf(alone, amongAll).forEach { cleared ->
                            withClue(cleared) {
                                cleared.isRemoved shouldBe isRemoved
                                cleared.revocation shouldBe revocation
                                (cleared.failure != null) shouldBe (revocation in failures)
                                "$cleared ${cleared.failure?.detail}" shouldNotContain "-secret"
                            }
                        }
                        (key in bench.store.keys()) shouldBe !isRemoved
                        if (!isWanted) bench.requests.shouldBeEmpty()
                    }
                }
            }

            test("one that fails keeps no other from being cleared, and each is told of") {
                val bench = Bench { if (it["client_id"] == "b") ScriptedResponse("", 500) else ScriptedResponse("") }
                val keys = listOf("a", "b", "c").map { bench.put(offline(it)) }
                val application = bench.put(TokenKey.forHost("https://app.example"))

                val outcomes = bench.manager().clearAll().associateBy { it.entry.key }

                outcomes.mapValues { it.value.isRemoved } shouldBe
                    mapOf(keys[0] to true, keys[1] to false, keys[2] to true, application to true)
                bench.store.keys() shouldBe setOf(keys[1])
            }
            test("an issuer is discovered once for all of a client's tokens, and one that is down is asked once") {
                val scopes = listOf("a", "b", "c").map { TokenKey.forIssuer(idp, "app", listOf("offline_access", it)) }
                val up = Bench()
                scopes.forEach { up.put(it) }
                up.manager().clearAll().map { it.isRemoved } shouldBe listOf(true, true, true)
                up.sentTo("openid-configuration").size shouldBe 1

                val down = Bench().also { it.isDown = true }
                scopes.forEach { down.put(it) }
                down.manager().clearAll().map { it.failure.shouldBeInstanceOf<TransportException>() }.size shouldBe 3
                // Reading again what was lost on the way is the transport's affair.
                down.requests.map { it.url }.distinct().size shouldBe 1
                val attempts = down.requests.size
                down.manager().clear(scopes[0])
                down.requests.size shouldBe 2 * attempts
            }
            test("all tokens of a client go, of whatever scopes and audiences, and those of others stay") {
                val bench = Bench()
                val ofClient =
                    listOf(
                        offline(),
                        online(),
                        TokenKey.forIssuer(idp, "app"),
                        TokenKey.forIssuer(idp, "app", listOf("openid"), listOf("api"), listOf("https://api.example/")),
                    )
                val ofOthers = listOf(offline("app2"), offline(issuer = other), TokenKey.forHost("https://app.example"))
                (ofClient + ofOthers).forEach { bench.put(it) }
                val stale = bench.put(TokenKey.forIssuer(idp, "app", listOf("x"))) { expiresAt = bench.clock.now() }

                val outcomes = bench.manager().clear(idp, "app")

                outcomes.map { it.entry.key } shouldContainExactlyInAnyOrder ofClient
                outcomes.map { it.isRemoved }.distinct() shouldBe listOf(true)
                bench.store.keys() shouldBe ofOthers.toSet()
                bench.store.remove(stale) shouldBe false
                bench.manager().clear(idp, "app").shouldBeEmpty()
            }
            test("a client is cleared with options, a failure keeps its entry alone, and no issuer is no issuer") {
                val bench = Bench { if (it["token"] == "rt-1") ScriptedResponse("", 500) else ScriptedResponse("") }
                val kept = bench.put(offline()) { refreshToken = "rt-1" }
                bench.put(online()) { refreshToken = "rt-2" }
                bench.manager().clear(idp, "app", ClearOptions { revokeOnline = true }).map { it.isRemoved }.toSet() shouldBe
                    setOf(true, false)
                bench.store.keys() shouldBe setOf(kept)
                bench.sentTo("revoke").map { it["token"] } shouldContainExactlyInAnyOrder listOf("rt-1", "rt-2")
                shouldThrow<InvalidHostException> { bench.manager().clear("ftp://x", "app") }
            }
            test("a token that somebody logs in to in that instant stays: the last look and the clearing are one step") {
                val bench = Bench()
                val memory = InMemoryTokenStore(bench.clock)
                val late = offline("late")
                var logins = 0
                bench.store =
                    object : TokenStore by memory {
                        override suspend fun removeUnreadable() {
                            memory.put(late, Token("login"))
                            memory.removeUnreadable()
                        }

                        override suspend fun remove(
                            key: TokenKey,
                            seen: Token?,
                        ): Boolean {
                            memory.put(key, Token("login ${++logins} of ${key.issuerKey?.clientId}"))
                            return memory.remove(key, seen)
                        }
                    }
                val old = bench.put(offline("old"))
                bench.manager().clearAll().map { it.entry.key } shouldBe listOf(old)
                memory.get(old)?.accessToken shouldBe "login 1 of old"
                memory.get(late)?.accessToken shouldBe "login"
                bench.manager().clear(late)
                memory.get(late)?.accessToken shouldBe "login 2 of late"
                bench.manager().revoke(late)
                memory.get(late)?.accessToken shouldBe "login 3 of late"
            }

            test("a login while an access token is revoked is not replaced by what was revoked") {
                val bench = Bench()
                val memory = InMemoryTokenStore(bench.clock)
                bench.store =
                    object : TokenStore by memory {
                        override suspend fun replace(
                            key: TokenKey,
                            seen: Token,
                            token: Token,
                        ): Boolean {
                            memory.put(key, Token("login"))
                            return memory.replace(key, seen, token)
                        }
                    }
                val key = bench.put(offline())
                bench.manager().revokeAccessToken(key)
                memory.get(key)?.accessToken shouldBe "login"
            }

            test("stale tokens are removed too, unless one must stay") {
                val bench = Bench()
                val stale = bench.put(offline("stale")) { expiresAt = bench.clock.now() }
                bench.manager().clearAll().shouldBeEmpty()
                bench.store.remove(stale) shouldBe false
            }
            test("a token that somebody has put there meanwhile stays") {
                val bench = Bench()
                val key = offline()
                val mine = InMemoryTokenStore(bench.clock)
                bench.store =
                    object : TokenStore by mine {
                        override suspend fun remove(
                            key: TokenKey,
                            seen: Token?,
                        ): Boolean {
                            // Between the revocation and the removal.
                            mine.put(key, Token("new") { refreshToken = "rt-new" })
                            return mine.remove(key, seen)
                        }
                    }
                mine.put(key, Token("old") { refreshToken = "rt-old" })

                bench.manager().clear(key).shouldNotBeNull().isRemoved shouldBe true

                bench.sentTo("revoke").single()["token"] shouldBe "rt-old"
                mine.get(key)?.accessToken shouldBe "new"
            }
            test("nobody refreshes the token while it is being revoked") {
                val bench = Bench()
                val mine = InMemoryTokenStore(bench.clock)
                var held = false
                bench.store =
                    object : TokenStore by mine {
                        override suspend fun <T> withLock(
                            key: TokenKey,
                            action: suspend () -> T,
                        ): T =
                            mine.withLock(key) {
                                held = true
                                action().also { held = false }
                            }

                        override suspend fun remove(key: TokenKey): Boolean = held && mine.remove(key)
                    }
                bench.manager().clear(bench.put(offline()))
                mine.keys().shouldBeEmpty()
            }
            test("a store that fails is told of, for each entry") {
                val bench = Bench()
                val mine = InMemoryTokenStore(bench.clock)
                bench.store =
                    object : TokenStore by mine {
                        override suspend fun remove(
                            key: TokenKey,
                            seen: Token?,
                        ): Boolean = throw StoreException("The disk is full.")
                    }
                val key = bench.put(offline())
                bench.put(online())

                val outcomes = bench.manager().clearAll()

                outcomes.map { it.isRemoved } shouldBe listOf(false, false)
                outcomes.map { it.failure?.message } shouldBe listOf("The disk is full.", "The disk is full.")
                outcomes.first { it.entry.key == key }.revocation shouldBe Revocation.REVOKED
            }
        }

        context("credentials") {
            test("go to the issuer of the key, for the client of the key") {
                val bench = Bench()
                bench.manager(registered()).clear(bench.put(offline()))
                bench.sentTo("revoke").single().header("authorization") shouldBe "Basic YXBwOmNzLXNlY3JldA=="
            }
            test("go to no other issuer and for no other client, whatever the key resembles and whatever the token says") {
                val bench = Bench()
                val claims = Base64.UrlSafe.encode("""{"iss":"$idp","azp":"app"}""".encodeToByteArray()).trimEnd('=')
                val token = "eyJhbGciOiJSUzI1NiJ9.$claims.c2ln"
                val keys =
                    listOf(
                        offline(issuer = other),
                        offline(issuer = "$idp/"),
                        offline(issuer = "https://idp.example/realms"),
                        offline(issuer = "https://IDP.example/realms/r"),
                        offline(client = "App"),
                        offline(client = "app2"),
                    )
                keys.forEach { key -> bench.put(key, token) { refreshToken = token } }

                val outcomes = bench.manager(registered()).clearAll()

                // An issuer whose metadata name another one, if only by a slash, is not spoken to at all.
                outcomes.filterNot { it.isRemoved }.map { it.entry.issuer } shouldBe listOf("$idp/")
                bench.sentTo("revoke").size shouldBe keys.size - 1
                bench.requests.forEach {
                    it.header("authorization").shouldBeNull()
                    it["client_secret"].shouldBeNull()
                    it.body shouldNotContain "cs-secret"
                }
                bench.requests.filter { it.url.startsWith("$idp/revoke") }.map { it["client_id"] } shouldContainExactlyInAnyOrder
                    listOf("App", "app2")
            }
            test("are those of the last registration") {
                val manager =
                    TokenManager {
                        store = InMemoryTokenStore()
                        client(idp, ClientConfig("app"))
                        config(
                            Config(idp) {
                                clientId = "app"
                                clientSecret = "cs-secret"
                                store = InMemoryTokenStore()
                            },
                        )
                    }
                "$manager" shouldNotContain "secret"
                shouldThrow<AuthException> { TokenManager { client("not an issuer?", ClientConfig("app")) } }
            }
            test("are sent where the metadata say that were given") {
                val bench = Bench()
                val metadata =
                    ServerMetadata {
                        issuer(idp)
                        tokenEndpoint("$idp/token")
                        revocationEndpoint("$idp/elsewhere/revoke")
                    }
                val target = IssuerTarget.of(idp, ClientConfig("app"), metadata, RequestOptions.NONE)
                bench.manager(target).clear(bench.put(offline()))
                bench.requests.map { it.url } shouldContainExactly listOf("$idp/elsewhere/revoke")
            }
        }

        context("introspecting") {
            val active = { _: ReceivedRequest -> ScriptedResponse("""{"active":true,"sub":"alice"}""") }

            test("the stored access token, or refresh token, as the client of the key") {
                val bench = Bench(active)
                val key = bench.put(offline())
                val manager = bench.manager(registered())

                manager.introspect(key).shouldNotBeNull().subject shouldBe "alice"
                manager.introspect(key, TokenTypeHint.REFRESH_TOKEN).shouldNotBeNull().active shouldBe true

                bench.sentTo("introspect").map { it["token"] to it["token_type_hint"] } shouldBe
                    listOf("at-secret" to "access_token", "rt-secret" to "refresh_token")
                bench.sentTo("introspect").map { it.header("authorization") }.distinct() shouldBe
                    listOf("Basic YXBwOmNzLXNlY3JldA==")
                bench.store.keys() shouldBe setOf(key)
            }
            test("a missing token returns nothing") {
                val bench = Bench(active)
                bench.manager().introspect(offline()).shouldBeNull()
                bench.manager().introspect(bench.put(online()) {}, TokenTypeHint.REFRESH_TOKEN).shouldBeNull()
                bench.requests.shouldBeEmpty()
            }
            test("an application tells nothing, and says so") {
                val bench = Bench(active)
                val key = bench.put(TokenKey.forHost("https://app.example"))
                shouldThrow<InvalidConfigException> { bench.manager().introspect(key) }.message shouldContain "py-oidc-auth"
                shouldThrow<InvalidConfigException> { bench.manager().revoke(key) }.message shouldContain "py-oidc-auth"
                bench.store.keys() shouldBe setOf(key)
            }
            test("a refusal is thrown, and the token is not in it") {
                val bench = Bench { ScriptedResponse.error("invalid_client", 401, """"error_description":"at-secret"""") }
                val failure = shouldThrow<InvalidClientException> { bench.manager().introspect(bench.put(offline())) }
                "${failure.message} ${failure.detail}" shouldNotContain "at-secret"
            }
        }

        context("revoking") {
            test("ends the session and removes the entry, offline or not") {
                val bench = Bench()
                listOf(offline(), online()).forEach { bench.manager().revoke(bench.put(it)) shouldBe true }
                bench.sentTo("revoke").map { it["token"] } shouldBe listOf("rt-secret", "rt-secret")
                bench.store.keys().shouldBeEmpty()
                bench.manager().revoke(offline()) shouldBe false
            }
            test("that fails is thrown, and everything stays") {
                val benches =
                    listOf(Bench { ScriptedResponse("", 503) }, Bench { null }, Bench().also { it.hasRevocation = false })
                benches.forEach { bench ->
                    val key = bench.put(offline())
                    val before = bench.store.get(key)
                    shouldThrow<AuthException> { bench.manager().revoke(key) }
                    shouldThrow<AuthException> { bench.manager().revokeAccessToken(key) }
                    bench.store.get(key) shouldBe before
                }
            }
            test("the access token alone leaves the refresh token, and nobody is handed the access token again") {
                val bench = Bench()
                val key = bench.put(offline())

                bench.manager().revokeAccessToken(key) shouldBe true

                val request = bench.sentTo("revoke").single()
                (request["token"] to request["token_type_hint"]) shouldBe ("at-secret" to "access_token")
                val left = bench.store.get(key).shouldNotBeNull()
                left.refreshToken shouldBe "rt-secret"
                left.isUsable(bench.clock.now()) shouldBe false
                bench.manager().revokeAccessToken(online()) shouldBe false
            }
            test("the access token alone, when there is nothing else, removes the entry") {
                val bench = Bench()
                bench.manager().revokeAccessToken(bench.put(online()) {}) shouldBe true
                bench.store.keys().shouldBeEmpty()
            }
            test("an access token that has expired needs no request") {
                val bench = Bench()
                val key =
                    bench.put(offline()) {
                        refreshToken = "rt-secret"
                        expiresAt = bench.clock.now()
                    }
                bench.manager().revokeAccessToken(key) shouldBe true
                bench.requests.shouldBeEmpty()
                bench.store.get(key).shouldNotBeNull().refreshToken shouldBe "rt-secret"
            }
        }

        test("options are values") {
            val options = ClearOptions { revokeOnline = true }
            options shouldBe ClearOptions.builder().revokeOnline(true).build()
            options.newBuilder().build() shouldBe options
            (options == ClearOptions.DEFAULT) shouldBe false
            ClearOptions.DEFAULT.run { listOf(revokeOffline, revokeOnline, removeOnRevokeFail) } shouldBe
                listOf(true, false, false)
        }
    })
