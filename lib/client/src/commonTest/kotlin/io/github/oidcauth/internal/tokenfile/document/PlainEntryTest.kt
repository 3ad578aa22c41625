// Tests PlainEntry and MemberCursor.
package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.Token
import io.github.oidcauth.internal.tokens.TokenJson
import io.github.oidcauth.internal.tokens.times
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Instant

class PlainEntryTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_900_000_000)

        fun member(vararg members: String) =
            "\"https://h\": {\n    \"token\": {\n      ${members.joinToString(",\n      ")}\n    },\n" +
                "    \"stored_at\": 1717027200.5\n  }"

        /** The member as the scanner finds it in a file. */
        fun scanned(member: String): StoreMember =
            StoreScanner(ArrayBytes("{\n  $member\n}".encodeToByteArray()), StoreMember)
                .members(emptyMap())
                .shouldNotBeNull()
                .values
                .single()

        fun plain(member: String): PlainEntry? = PlainEntry.of(scanned(member).text)

        fun parsed(member: String): Token =
            TokenJson.decode((scanned(member).value() as JsonObject).getValue(StoreMember.TOKEN) as JsonObject)

        val access = "\"access_token\": \"a b~\""
        val expires = "\"expires\": 1900003600"
        val refresh = "\"refresh_token\": \"r\""
        val headers = "\"headers\": {\n        \"a\": \"}\"\n      }"

        test("an entry that is read without the parser equals that of the parser") {
            val tokens =
                listOf(
                    arrayOf(access, expires),
                    arrayOf(access, "\"token_type\": \"DPoP\"", "\"expires\": 253402300799"),
                    arrayOf(access, expires, "\"refresh_token\": \"r\"", "\"refresh_expires\": 253402300799", "\"scope\": \"\""),
                    arrayOf(access, expires, "\"refresh_token\": \"r\"", "\"refresh_expires\": 1900007200", "\"scope\": \"a b\""),
                    arrayOf(access, expires, refresh, "\"access_token_lifetime\": 300", "\"id_token\": \"x.y.z\""),
                    arrayOf(access, "\"expires\": 253402300798", "\"refresh_expires\": 5", headers),
                    arrayOf(access, "\"expires\": 253402300800", "\"access_token_lifetime\": 300"),
                )
            tokens.forEach {
                withClue(member(*it)) {
                    val entry = plain(member(*it)).shouldNotBeNull()
                    val token = parsed(member(*it))
                    (scanned(member(*it)).entry as TokenDocument.Entry.Found).token shouldBe token
                    entry.accessToken shouldBe token.accessToken
                    entry.times.expiresAt shouldBe token.expiresAt
                    entry.times.lifetime shouldBe token.lifetime
                    entry.times.end shouldBe token.times.end
                    entry.times.staleAt shouldBe token.staleAt
                }
            }
        }

        test("members of the server are skipped, whatever is in them, and belong to the token of the store") {
            val odd =
                "\"odd\": [\n        \"\\\"]\",\n        {\n          \"access_token\": \"other\"\n        },\n" +
                    "        -1.5e+3\n      ]"
            val text = member(odd, access, "\"n\": null", expires, "\"empty\": {}")
            val entry = plain(text).shouldNotBeNull()
            entry.accessToken shouldBe "a b~"
            entry.hasOtherMembers shouldBe true
            (scanned(text).entry as TokenDocument.Entry.Found).token shouldBe parsed(text)
            parsed(text).extra.keys shouldBe setOf("odd", "n", "empty")
        }

        test("an entry that another reader may understand otherwise is left to the parser") {
            listOf(
                arrayOf(access),
                arrayOf(expires),
                arrayOf("\"access_token\": \"\"", expires),
                arrayOf("\"access_token\": \"\\u0061\"", expires),
                arrayOf("\"access\\u005ftoken\": \"x\"", access, expires),
                arrayOf(access, access, expires),
                arrayOf(access, expires, expires),
                arrayOf(access, "\"expires\": 0"),
                arrayOf(access, "\"expires\": -5"),
                arrayOf(access, "\"expires\": 1900003600.5"),
                arrayOf(access, "\"expires\": 19e8"),
                arrayOf(access, "\"expires\": \"1900003600\""),
                arrayOf(access, "\"expires\": 1900003600000000"),
                arrayOf(access, "\"expires\": null"),
                arrayOf(access, expires, "\"exp\": 1"),
                arrayOf(access, expires, "\"expires_in\": 1"),
                arrayOf(access, expires, "\"dpop_jwk\": {}"),
                arrayOf(access, expires, "\"token_type\": \"a b\""),
                arrayOf(access, expires, "\"scope\": [\n        \"a\"\n      ]"),
                arrayOf(access, expires, "\"refresh_token\": null"),
            ).forEach { withClue(member(*it)) { plain(member(*it)).shouldBeNull() } }
        }

        test("entries of other kinds are left to the parser") {
            listOf(
                "\"https://h\": 5",
                "\"https://h\": \"{\"",
                "\"https://h\": {}",
                "\"https://h\": {\n    \"token\": \"a\"\n  }",
                "\"https://h\": {\n    \"token\": {}\n  }",
                "\"https://h\": {\n    \"token\": {\n      \"ciphertext\": \"x\",\n      \"expires\": 5\n    }\n  }",
            ).forEach { withClue(it) { plain(it).shouldBeNull() } }
        }

        test("each change of one byte is read as the parser reads it, or left to it") {
            val bytes = "{\n  ${member(access, expires, "\"refresh_token\": \"r\"")}\n}".encodeToByteArray()
            for (i in bytes.indices) {
                for (c in "{}[],:\"\\ \n0e.-x") {
                    val changed = bytes.copyOf().also { it[i] = c.code.toByte() }
                    val members = StoreScanner(ArrayBytes(changed), StoreMember).members(emptyMap()) ?: continue
                    val member = members.values.singleOrNull() ?: continue
                    val entry = PlainEntry.of(member.text) ?: continue
                    withClue(changed.decodeToString()) {
                        val token = TokenJson.decode((member.value() as JsonObject).getValue(StoreMember.TOKEN) as JsonObject)
                        entry.accessToken shouldBe token.accessToken
                        entry.times.expiresAt shouldBe token.expiresAt
                        entry.times.end shouldBe token.times.end
                    }
                }
            }
        }

        test("entries of the store are read without the parser, with all that a server sends") {
            val token =
                Token("a") {
                    expiresIn(5.minutes, now)
                    refreshToken = "r"
                    idToken = "i"
                    scope = "s"
                    extra = JsonObject(mapOf("session_state" to JsonPrimitive("s")))
                }
            val member = (TokenDocument.EMPTY.put(StoreSamples.key(1), token, now) as StoreDocument).members.values.single()
            val entry = PlainEntry.of(member.text).shouldNotBeNull()
            entry.times.lifetime shouldBe 5.minutes
            entry.toString() shouldNotContain "a\""
        }
    })
