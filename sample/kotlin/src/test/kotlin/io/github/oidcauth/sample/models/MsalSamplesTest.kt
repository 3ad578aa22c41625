package io.github.oidcauth.sample.models

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PasswordGrant
import io.github.oidcauth.sample.oauth2.CallbackPage
import io.github.oidcauth.sample.oauth2.ServiceKey
import io.github.oidcauth.sample.oauth2.publicKeys
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import java.net.URLDecoder
import java.util.concurrent.CopyOnWriteArrayList

/** Runs the counterparts of the examples of MSAL Python's OAuth 2 client. */
@OptIn(DelicateOidcAuthApi::class)
class MsalSamplesTest :
    FunSpec({
        val example = ExampleServer()
        val issuer = example.issuer
        val visitor = ScriptedVisitor()
        afterSpec { example.close() }
        beforeTest { example.forgetTokens() }

        /** Returns a refresh token of a login without an ID token, which a client of known endpoints could not validate. */
        suspend fun refreshToken(): String =
            example.service().token(PasswordGrant("alice", "alice", "profile")).refreshToken.shouldNotBeNull()

        suspend fun clientOfUsers(): OAuth2Client = OAuth2Client.discover(issuer, SampleClients.CLI)

        test("M01: known endpoints and a secret") {
            val client =
                knownClient("$issuer/oauth2/authorize", example.tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET)
            client.token(ClientCredentialsGrant("read")).accessToken.shouldNotBeEmpty()
            client.authorizationRequest("http://127.0.0.1:8400/callback").url shouldContain "$issuer/oauth2/authorize?"
        }

        test("M03: a private key in a file") {
            val key = ServiceKey()
            SampleServer.start(Settings(serviceKeys = publicKeys(key.pem))).use { server ->
                val client = clientWithKeyFile("${server.issuer}/oauth2/token", SampleClients.KEY_SERVICE, key.pem)
                client.token(ClientCredentialsGrant("read")).accessToken.shouldNotBeEmpty()
            }
        }

        test("M04: client credentials") {
            val token = tokenOfClient(example.service())
            example.service().introspect(token.accessToken).scopes.toSet() shouldBe setOf("read", "write")
        }

        test("M05: a password, and a wrong one") {
            example.userOf(tokenOfPassword(example.service(), "alice", "alice")) shouldBe "alice"
            shouldThrow<InvalidGrantException> { tokenOfPassword(example.service(), "alice", "wrong") }
        }

        test("M06: the login of a known user begins") {
            loginOfKnownUser(clientOfUsers(), "http://127.0.0.1:8400/callback", "alice").url shouldContain "login_hint=alice"
        }

        test("M07: a login ends, is refused, or is another one") {
            val kept = CopyOnWriteArrayList<Token>()

            suspend fun finish(
                comeBack: ScriptedVisitor.(String) -> Unit,
                parameters: (Map<String, List<String>>) -> Map<String, List<String>> = { it },
            ): String =
                CallbackPage().use { page ->
                    val request = loginOfKnownUser(clientOfUsers(), page.uri, "alice")
                    visitor.comeBack(request.url)
                    val query = page.visitedUrl.substringAfter('?').split('&').map { it.split('=') }
                    val received = query.associate { (name, value) -> name to listOf(URLDecoder.decode(value, Charsets.UTF_8)) }
                    finishLogin(clientOfUsers(), mapOf("login" to request.serialize()), parameters(received), kept::add)
                }

            finish({ signIn(it) }) shouldBe "index"
            kept shouldHaveSize 1
            finish({ refuse(it) }) shouldBe "error: access_denied"
            finish({ signIn(it) }) { it + ("state" to listOf("forged")) } shouldBe "index"
            kept shouldHaveSize 1
        }

        test("M08: a receiver of one's own") {
            CallbackPage().use { page ->
                val receiver = object : CodeReceiver {
                    override val redirectUri = page.uri

                    override suspend fun receive(login: BrowserLogin): String {
                        visitor.signIn(login.url)
                        return page.visitedUrl
                    }
                }
                example.userOf(logInWithReceiver(issuer, SampleClients.CLI, receiver, "alice")) shouldBe "alice"
            }
        }

        test("M09: pages of one's own") {
            example.userOf(logInWithPages(issuer, SampleClients.CLI, "alice")) shouldBe "alice"
        }

        test("M10: a login with a code, for a limited time") {
            val output = ProgramOutput("Use a web browser to open the page ", "and enter the code ")
            example.userOf(logInForHalfAMinute(clientOfUsers(), output).shouldNotBeNull()) shouldBe "alice"
        }

        test("M11: one poll") {
            val code = clientOfUsers().deviceAuthorization("openid")
            polledByCondition(clientOfUsers(), code).shouldBeNull()
            visitor.approveDevice(code.verificationUri, code.userCode)
            polledByCondition(clientOfUsers(), code).shouldNotBeNull()
        }

        test("M12: the tokens of a client are heard of") {
            val shown = CopyOnWriteArrayList<String>()
            val old = refreshToken()
            refreshAndListen(example.tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, old, shown::add)
            shown shouldBe listOf("obtained a token", "replaced a refresh token")
        }

        test("M13: the tokens of one call are heard of") {
            val shown = CopyOnWriteArrayList<String>()
            val old = refreshToken()
            refreshAndListenOnce(example.service(), old, shown::add)
            shown shouldBe listOf("obtained a token")
        }

        test("M14: a limit for each request") {
            impatientClient(example.tokenEndpoint, SampleClients.CLI).config.requestTimeout.inWholeSeconds shouldBe 3
            shouldThrow<TransportException> {
                impatientClient("http://127.0.0.1:1/token", SampleClients.CLI).token(ClientCredentialsGrant("read"))
            }
        }
    })
