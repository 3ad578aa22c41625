package io.github.oidcauth.internal.addresses

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.random.Random

private const val ISSUER = "https://idp.example/realms/x"

class IssuerKeyTest :
    FunSpec({
        fun key(
            clientId: String = "app",
            scopes: List<String> = emptyList(),
            audiences: List<String> = emptyList(),
            resources: List<String> = emptyList(),
            issuer: String = ISSUER,
        ) = TokenKey.forIssuer(issuer, clientId, scopes, audiences, resources)

        test("a key is written so that a user can read it") {
            key().value shouldBe "https://idp.example/realms/x#client_id=app"
            key("app", listOf("openid", "email")).value shouldBe "https://idp.example/realms/x#client_id=app&scope=email+openid"
            key("a b", listOf("urn:x"), listOf("api"), listOf("https://api.example/v1")).value shouldBe
                "https://idp.example/realms/x#client_id=a%20b&scope=urn:x&audience=api&resource=https://api.example/v1"
        }

        test("order, repetition and spaces make no difference") {
            val same = key("app", listOf("a", "b", "c"), listOf("x", "y"), listOf("p", "q"))
            listOf(
                key("app", listOf("c", "b", "a"), listOf("y", "x"), listOf("q", "p")),
                key("app", listOf("c b a"), listOf("y", "x", "x"), listOf("q", "p", "q")),
                key("app", listOf(" a  b", "b c ", ""), listOf("x", "y"), listOf("p", "q")),
            ).forEach { it shouldBe same }
        }

        test("everything else makes a difference") {
            val keys =
                listOf(
                    key(),
                    key(issuer = "$ISSUER/"),
                    key(issuer = "https://IDP.example/realms/x"),
                    key(issuer = "http://idp.example/realms/x"),
                    key("App"),
                    key("app", listOf("a")),
                    key("app", listOf("A")),
                    key("app", listOf("a", "b")),
                    key("app", listOf("ab")),
                    key("app", listOf("a+b")),
                    key("app", listOf("a%20b")),
                    key("app", listOf("a,b")),
                    key("app", audiences = listOf("a")),
                    key("app", audiences = listOf("a", "b")),
                    key("app", audiences = listOf("a b")),
                    key("app", resources = listOf("a")),
                    key("app", listOf("a"), listOf("a")),
                    key("app&scope=a"),
                    key("app%26scope=a"),
                    key("app&audience=a"),
                    key("app#client_id=app"),
                    key("app", listOf("a&audience=a")),
                    key("app", audiences = listOf("a&audience=b")),
                    key("app", audiences = listOf("a+b")),
                )
            keys.toSet().size shouldBe keys.size
        }

        test("no key is that of an application") {
            listOf(key(), key(issuer = "https://idp.example"), key(issuer = "https://h", clientId = "/")).forEach {
                withClue(it) {
                    shouldThrow<InvalidHostException> { TokenKey.forHost(it.value) }
                    TokenKey.forHost("https://idp.example").issuerKey.shouldBeNull()
                }
            }
        }

        test("the parts of a key can be read from it, and different parts make different keys") {
            val random = Random(4711)
            val alphabet = (' '..'~').filter { it !in "\"\\" } + listOf('&', '=', '+', '%', '#', '/')

            fun word(from: List<Char>) = (1..random.nextInt(1, 6)).map { from.random(random) }.joinToString("")

            fun words(from: List<Char>) = List(random.nextInt(4)) { word(from) }
            val seen = mutableMapOf<String, List<Any>>()
            repeat(5_000) {
                val parts =
                    listOf(word(alphabet), words(alphabet - ' ').toSet(), words(alphabet).toSet(), words(alphabet).toSet())
                val text = keyText(parts[0] as String, *parts.drop(1).map { (it as Set<*>).map(Any?::toString) }.toTypedArray())
                val read = TokenKey.of(text).issuerKey.shouldNotBeNull()
                read.issuer shouldBe ISSUER
                listOf(read.clientId, read.scopes.toSet(), read.audiences.toSet(), read.resources.toSet()) shouldBe parts
                seen.getOrPut(text) { parts } shouldBe parts
            }
        }

        test("a text in another spelling than ours is the key of no issuer") {
            val canonical = key("app", listOf("a", "b"), listOf("x")).value
            TokenKey.of(canonical).issuerKey?.clientId shouldBe "app"
            listOf(
                "",
                ISSUER,
                "$ISSUER#",
                "$ISSUER#client_id",
                "$ISSUER#client_id=",
                "$ISSUER?client_id=app",
                "#client_id=app",
                "idp.example#client_id=app",
                "ftp://idp.example#client_id=app",
                "$ISSUER?x#client_id=app",
                "$ISSUER#client_id=app&client_id=app",
                "$ISSUER#scope=a&client_id=app",
                "$ISSUER#client_id=app&scope=b+a",
                "$ISSUER#client_id=app&scope=a+a",
                "$ISSUER#client_id=app&scope=a&scope=b",
                "$ISSUER#client_id=app&scope=",
                "$ISSUER#client_id=app&scope=a%20b",
                "$ISSUER#client_id=app&scope=%22",
                "$ISSUER#client_id=app&extra=1",
                "$ISSUER#client_id=app&",
                "$ISSUER#client_id=%61pp",
                "$ISSUER#client_id=a%2",
                "$ISSUER#client_id=a%2b",
                "$ISSUER#client_id=a%c3%a4",
                "$ISSUER#client_id=app#",
                "$ISSUER#client_id=äpp",
                "$canonical\n",
                " $canonical",
            ).forEach { withClue(it) { TokenKey.of(it).issuerKey.shouldBeNull() } }
        }

        context("a text that cannot be part of a key is refused, and not repeated") {
            listOf<Pair<String, () -> Any>>(
                "an issuer with a query" to { key(issuer = "https://idp.example/?secret") },
                "an issuer with a fragment" to { key(issuer = "https://idp.example/#secret") },
                "an issuer with a password" to { key(issuer = "https://u:secret@idp.example") },
                "an issuer that is no URL" to { key(issuer = "secret") },
                "an issuer that is empty" to { key(issuer = "") },
                "an issuer of another scheme" to { key(issuer = "file:///secret") },
                "an issuer with a blank" to { key(issuer = "https://idp.example/ secret") },
                "the document of a document" to
                    { key(issuer = "https://secret.example$DOCUMENT$DOCUMENT") },
                "the document of a document elsewhere" to
                    { key(issuer = "https://idp.example$DOCUMENT/secret$DOCUMENT") },
                "an issuer of 2049 characters" to { key(issuer = "https://idp.example/".padEnd(2049, 'x')) },
                "no client" to { key("") },
                "a client with a line break" to { key("secret\n") },
                "a client beyond ASCII" to { key("secretä") },
                "a scope with a quote" to { key(scopes = listOf("secret\"")) },
                "a scope with a backslash" to { key(scopes = listOf("secret\\")) },
                "a scope with a tab" to { key(scopes = listOf("a\tsecret")) },
                "an empty audience" to { key(audiences = listOf("")) },
                "an audience beyond ASCII" to { key(audiences = listOf("secret\ud800")) },
                "a resource with a line break" to { key(resources = listOf("secret\r")) },
            ).forEach { (name, make) ->
                test(name) {
                    val error = shouldThrow<AuthException> { make() }
                    (error is InvalidHostException || error is InvalidConfigException) shouldBe true
                    error.message shouldNotContain "secret"
                }
            }
        }

        test("an issuer of 2048 characters is one") {
            key(issuer = "https://idp.example/".padEnd(2048, 'x')).issuerKey.shouldNotBeNull()
        }
    })

private fun keyText(
    clientId: String,
    vararg sets: List<String>,
): String = TokenKey.forIssuer(ISSUER, clientId, sets[0], sets[1], sets[2]).value

private const val DOCUMENT = "/.well-known/openid-configuration"
