// Tests StoreDocument.
package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.SettableClock
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenDocumentTest :
    FunSpec({
        val now = SettableClock().now()
        val key = TokenKey.of("https://h")
        val token = Token("access") { expiresAt = now + 5.minutes }

        fun document(text: String) = TokenDocument.parse(text).shouldNotBeNull()

        fun rewritten(text: String) = document(text).put(key, token, now).print()

        test("a document is printed as the Python client prints it") {
            val full =
                Token("access") {
                    expiresAt = Instant.fromEpochSeconds(1_900_000_000)
                    refreshToken = "refresh"
                    refreshExpiresAt = Instant.fromEpochSeconds(1_900_009_000)
                    scope = "openid"
                }
            TokenDocument.EMPTY.put(key, full, Instant.fromEpochSeconds(1_717_027_200, 250_000_000)).print() shouldBe
                """
                {
                  "https://h": {
                    "token": {
                      "access_token": "access",
                      "token_type": "Bearer",
                      "expires": 1900000000,
                      "refresh_token": "refresh",
                      "refresh_expires": 1900009000,
                      "scope": "openid",
                      "headers": {
                        "Authorization": "Bearer access"
                      }
                    },
                    "stored_at": 1717027200.25
                  }
                }
                """.trimIndent()
        }

        test("a whole second is still a float") {
            TokenDocument.EMPTY.put(key, token, Instant.fromEpochSeconds(1_717_027_200)).print() shouldContain "1717027200.0\n"
        }

        test("members that are not understood come out of a change as they went in") {
            val unknown =
                listOf(
                    "\"version\": 3",
                    "\"big\": 123456789012345678901234567890",
                    "\"float\": 1.10",
                    "\"huge\": 1e400",
                    "\"nan\": [NaN, -Infinity]",
                    "\"half\": \"\\ud800\"",
                    "\"text\": \"\\u00e9\\u0001\\n\\\\ \\\"\\u007f\"",
                    "\"empty\": {}",
                    "\"https://broken\": 7",
                    "\"https://x\": \"a string\"",
                )
            unknown.forEach { rewritten("{$it}") shouldContain it.replace("[NaN, -Infinity]", "[\n    NaN,\n    -Infinity\n  ]") }
        }

        test("a put keeps what else its entry has") {
            val text =
                rewritten("""{"https://h": {"note": "mine", "token": {"access_token": "old", "pet": 1}, "stored_at": 1}}""")
            text shouldContain "\"note\": \"mine\""
            document(text)[key].shouldBeInstanceOf<TokenDocument.Entry.Found>().token shouldBe token
        }

        test("a put drops entries that are stale, and no others") {
            val soon = now.epochSeconds
            val before =
                document(
                    """{"stale": {"token": {"access_token": "s", "expires": ${soon + 30}}},
                    "fresh": {"token": {"access_token": "f", "expires": ${soon + 31}}},
                    "odd": {"token": {"access_token": 1, "expires": 1}},
                    "unknown": {"token": {"access_token": "u", "expires": "soon"}}}""",
                )
            val after = before.put(key, token, now)
            after[TokenKey.of("stale")] shouldBe TokenDocument.Entry.Absent
            after[TokenKey.of("fresh")].shouldBeInstanceOf<TokenDocument.Entry.Found>()
            after[TokenKey.of("odd")] shouldBe TokenDocument.Entry.Malformed
            after[TokenKey.of("unknown")] shouldBe TokenDocument.Entry.Malformed
        }

        test("a byte order mark, Windows line ends and repeated names are read") {
            val entries = (1..2).joinToString(",\r\n") { """"https://h": {"token": {"access_token": "$it"}}""" }
            document(
                "\uFEFF{\r\n$entries\r\n}\r\n",
            )[key].shouldBeInstanceOf<TokenDocument.Entry.Found>().token.accessToken shouldBe
                "2"
        }

        test("an empty file is an empty store") {
            listOf("", "\n", "\uFEFF").forEach { document(it).keys(now) shouldBe emptySet() }
        }

        test("a text that is not a JSON object is damaged") {
            listOf("[]", "7", "\"x\"", "null", "{", "{}}", "{\"a\": word}", "{\"a\": 01}", "{'a': 1}", "{\"a\": 1,}", "\u0000")
                .forEach { TokenDocument.parse(it).shouldBeNull() }
        }

        test("a file that is nested a million deep is damaged, not deadly") {
            TokenDocument.parse("{\"a\": " + "[".repeat(1_000_000)).shouldBeNull()
            TokenDocument.parse("{\"a\": \"" + "[\\\"".repeat(1_000) + "\"}").shouldNotBeNull()
        }

        test("a token that is nested too deeply to be read back is not written") {
            fun nested(
                depth: Int,
            ): JsonElement = (1..depth).fold(JsonPrimitive(1) as JsonElement) { inner, _ -> JsonArray(listOf(inner)) }

            fun printed(depth: Int) =
                TokenDocument.EMPTY
                    .put(key, Token("a") { extra = buildJsonObject { put("deep", nested(depth)) } }, now)
                    .print()
            TokenDocument.parse(printed(97)).shouldNotBeNull()
            shouldThrow<StoreException> { printed(98) }
        }

        test("a single token that does not say whose it is is everybody's, until it is first written") {
            val text = """{"access_token": "one", "token_type": "Bearer", "refresh_token": "r", "pet": "cat", "headers": {}}"""
            val single = document(text)
            single.isSingleToken shouldBe true
            single.keys(now) shouldBe emptySet()
            single[TokenKey.of("any")].shouldBeInstanceOf<TokenDocument.Entry.Found>().token.accessToken shouldBe "one"
            val after = document(single.put(key, token, now).print())
            val kept = buildJsonObject { put("pet", "cat") }
            after[key].shouldBeInstanceOf<TokenDocument.Entry.Found>().token shouldBe
                token.newBuilder().also { it.extra = kept }.build()
            after.isSingleToken shouldBe true
            after.keys(now) shouldBe setOf(key)
            after[TokenKey.of("any")].shouldBeInstanceOf<TokenDocument.Entry.OfOtherOwner>().host shouldBe key
            after.remove(key).keys(now) shouldBe emptySet()
            after.clear().isSingleToken shouldBe false
        }

        test("a single token with a host is the token of that host alone, however it is written") {
            val text = """{"access_token": "one", "expires": ${(now + 31.seconds).epochSeconds}, "host": "HTTPS://H:443/"}"""
            val single = document(text)
            single.keys(now) shouldBe setOf(key)
            single.keys(now + 1.seconds) shouldBe emptySet()
            listOf(key, TokenKey.of("H"), TokenKey.of("https://h/")).forEach {
                single[it].shouldBeInstanceOf<TokenDocument.Entry.Found>().token.extra shouldBe JsonObject(emptyMap())
            }
            listOf("https://h/app", "http://h", "https://i", "no host").map { TokenKey.of(it) }.forEach {
                single[it].shouldBeInstanceOf<TokenDocument.Entry.OfOtherOwner>().host shouldBe key
                single.remove(it) shouldBeSameInstanceAs single
            }
            single.remove(key) shouldBeSameInstanceAs TokenDocument.EMPTY
        }

        test("a single token can belong to an issuer's client, and to no other and no application") {
            val issued = TokenKey.forIssuer("https://h/", "app", listOf("openid", "email"))
            val single = TokenDocument.parse("""{"access_token": "one"}""")!!.put(issued, token, now)
            single.isSingleToken shouldBe true
            single.print() shouldContain "\"host\": \"https://h/#client_id=app&scope=email+openid\""
            val read = document(single.print())
            read[issued].shouldBeInstanceOf<TokenDocument.Entry.Found>()
            read.keys(now) shouldBe setOf(issued)
            listOf(
                key,
                TokenKey.forIssuer("https://h/", "app", listOf("openid")),
                TokenKey.forIssuer("https://h/", "app2", listOf("openid", "email")),
                TokenKey.forIssuer("https://h", "app", listOf("openid", "email")),
            ).forEach { read[it].shouldBeInstanceOf<TokenDocument.Entry.OfOtherOwner>().host shouldBe issued }
            read.remove(issued) shouldBeSameInstanceAs TokenDocument.EMPTY
            document("""{"access_token": "one", "host": "https://h"}""")[issued]
                .shouldBeInstanceOf<TokenDocument.Entry.OfOtherOwner>()
                .host shouldBe key
        }

        test("a single token whose host is an issuer's key in another spelling is nobody's") {
            listOf("https://h/#client_id=app&scope=openid+email", "https://h/#client_id=%61pp", "https://h/#app").forEach {
                document("""{"access_token": "one", "host": "$it"}""")[TokenKey.of(it)]
                    .shouldBeInstanceOf<TokenDocument.Entry.OfOtherOwner>()
                    .host
                    .shouldBeNull()
            }
        }

        test("when an entry was stored is read from what is a number of seconds, and from nothing else") {
            fun storedAt(json: String) =
                document("""{"https://h": {"token": {"access_token": "a"}, "stored_at": $json}}""").entries(now).single().storedAt
            storedAt("1717027200.25") shouldBe Instant.fromEpochMilliseconds(1_717_027_200_250)
            storedAt("1717027200") shouldBe Instant.fromEpochSeconds(1_717_027_200)
            storedAt("253402300799") shouldBe Instant.fromEpochSeconds(253_402_300_799)
            listOf("253402300800", "0", "-1", "1e300", "1e400", "NaN", "Infinity", "\"1717027200\"", "null", "true", "{}", "[1]")
                .forEach { storedAt(it).shouldBeNull() }
            document("""{"https://h": {"token": {"access_token": "a"}}}""").entries(now).single().storedAt.shouldBeNull()
            TokenDocument.EMPTY.put(key, token, now).entries(now).single().storedAt shouldBe now
        }

        test("a single token says that it is there if it says whose it is, but not since when") {
            document("""{"access_token": "one"}""").entries(now) shouldBe emptyList()
            val single = document("""{"access_token": "one", "host": "H", "stored_at": 1717027200.0}""").entries(now).single()
            single.key shouldBe key
            single.storedAt.shouldBeNull()
        }

        test("a single token whose host is no host is nobody's") {
            listOf("\"\"", "\"a b\"", "\"https://me:secret@h\"", "7", "{}", "[\"https://h\"]").forEach {
                val single = document("""{"access_token": "one", "host": $it}""")
                single[key].shouldBeInstanceOf<TokenDocument.Entry.OfOtherOwner>().host.shouldBeNull()
                single.keys(now) shouldBe emptySet()
                single.remove(key) shouldBeSameInstanceAs single
            }
            document("""{"access_token": "one", "host": null}""")[key].shouldBeInstanceOf<TokenDocument.Entry.Found>()
        }

        test("a host that comes with a new token does not say whose file it is") {
            val foreign = token.newBuilder().also { it.extra = buildJsonObject { put("host", "https://evil") } }.build()
            document("""{"access_token": "one"}""").put(key, foreign, now).keys(now) shouldBe setOf(key)
        }

        test("a single token that cannot be used is a damaged file") {
            listOf("""{"access_token": ""}""", """{"access_token": "a", "expires": "soon"}""", """{"access_token": "a\u0007"}""")
                .forEach { TokenDocument.parse(it).shouldBeNull() }
        }

        test("removing nothing changes nothing") {
            val before = document("""{"https://x": {"token": {"access_token": "a"}}}""")
            before.remove(key) shouldBeSameInstanceAs before
        }

        test("clear forgets entries, damaged ones too, and keeps what is no entry") {
            document("""{"version": 1, "https://h": 7, "k": {"token": 1}, "https://i": {"token": {"access_token": "a"}}}""")
                .clear()
                .print() shouldBe "{\n  \"version\": 1\n}"
        }

        test("only tokens that are understood have keys") {
            document("""{"a": {"token": {"access_token": "a"}}, "b": 1, "c": {"token": {}}}""").keys(now) shouldBe
                setOf(TokenKey.of("a"))
        }

        test("a token with a refresh token stays while either lives") {
            val ends = Token("a") {
                expiresAt = now + 100.seconds
                refreshToken = "r"
                refreshExpiresAt = now - 1.seconds
            }
            ends.isStale(now + 69.seconds) shouldBe false
            ends.isStale(now + 70.seconds) shouldBe true
        }
    })
