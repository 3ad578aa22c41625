// Tests TokenMembers.
package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenJsonTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_800_000_000)

        fun respond(json: String): Token = TokenJson.decodeResponse(Json.parseToJsonElement(json).jsonObject, now)

        context("the expiry is the first of expires, exp, expires_at, and expires_in from now") {
            listOf(
                """"expires": 1800000100""" to 100,
                """"expires": 1800000100.9""" to 100,
                """"expires": "1800000100"""" to 100,
                """"exp": 1800000200""" to 200,
                """"expires_at": 1800000300""" to 300,
                """"expires_in": 3600""" to 3600,
                """"expires_in": "3600"""" to 3600,
                """"expires": null, "expires_in": 60""" to 60,
                """"expires": 0, "expires_in": 60""" to 60,
                """"expires": 1800000100, "expires_in": 7""" to 100,
                """"expires_in": -5""" to 0,
            ).forEach { (member, seconds) ->
                test("$member expires after $seconds s") {
                    respond("""{"access_token": "a", $member}""").expiresAt shouldBe now + seconds.seconds
                }
            }
        }

        context("a response that is read later than it came has the lifetime from then on; a stored token has not") {
            listOf(
                """"expires_in": 3600""" to 3600,
                """"expires": 0, "expires_in": "60"""" to 60,
                """"expires": 1800000100, "expires_in": 7""" to 100,
                """"expires_in": -5""" to 0,
            ).forEach { (member, seconds) ->
                test(member) {
                    val json = Json.parseToJsonElement("""{"access_token": "a", $member}""").jsonObject
                    TokenJson.decode(json, readAt = now).expiresAt shouldBe now + seconds.seconds
                    TokenJson.decode(json).expiresAt shouldBe (now + 100.seconds).takeIf { seconds == 100 }
                }
            }

            test("nor the lifetime of its refresh token") {
                val text = """{"access_token": "a", "refresh_token": "r", "refresh_expires_in": 60}"""
                val json = Json.parseToJsonElement(text).jsonObject
                TokenJson.decode(json, readAt = now).refreshExpiresAt shouldBe now + 60.seconds
                TokenJson.decode(json).refreshExpiresAt.shouldBeNull()
            }

            test("and one without a known expiry stays so") {
                val stored = Token("a") { refreshToken = "r" }.toJson()
                TokenJson.decode(JsonObject(stored + ("expires_in" to JsonPrimitive(60))), readAt = now).expiresAt.shouldBeNull()
                val unusable = JsonObject(mapOf("access_token" to JsonPrimitive("a"), "expires_in" to JsonPrimitive("soon")))
                TokenJson.decode(unusable, readAt = now) shouldBe Token("a")
            }
        }

        test("without any expiry the token is taken to be valid") {
            val token = respond("""{"access_token": "a"}""")
            token.expiresAt.shouldBeNull()
            token.isUsable(now) shouldBe true
        }

        test("a token is usable with 61 seconds to live, and no longer with 60") {
            val token = respond("""{"access_token": "a", "expires_in": 3600}""")
            token.isUsable(now + 3539.seconds) shouldBe true
            token.isUsable(now + 3540.seconds) shouldBe false
        }

        listOf("1e300", "9223372036854775807", "\"1e30\"").forEach { huge ->
            test("a lifetime of $huge seconds has no known end") {
                respond("""{"access_token": "a", "expires_in": $huge}""").expiresAt.shouldBeNull()
            }
        }

        context("a refresh token that is expired on arrival has no known expiry") {
            listOf(
                """"refresh_expires_in": 0""",
                """"refresh_expires": 1800000000""",
                """"refresh_expires_in": -1""",
                "",
            ).forEach { member ->
                test("with ${member.ifEmpty { "nothing said" }}") {
                    val token =
                        respond("""{"access_token": "a", "refresh_token": "r" ${if (member.isEmpty()) "" else ", $member"}}""")
                    token.refreshExpiresAt.shouldBeNull()
                    token.refreshToken shouldBe "r"
                }
            }
        }

        test("the end of a refresh token may have GitHub's name for it, and is not kept twice") {
            val token = respond("""{"access_token": "a", "refresh_token": "r", "refresh_token_expires_in": 600}""")
            token.refreshExpiresAt shouldBe now + 600.seconds
            token.extra.keys shouldBe emptySet()
        }

        test("a lifetime in a stored token means nothing, whatever it says") {
            listOf("600", "\"soon\"").forEach {
                val stored = """{"access_token": "a", "refresh_token": "r", "expires_in": $it, "refresh_token_expires_in": $it}"""
                val token = TokenJson.decode(Json.parseToJsonElement(stored).jsonObject)
                token.expiresAt.shouldBeNull()
                token.refreshExpiresAt.shouldBeNull()
            }
        }

        context("a response that is not a token is refused, and the member is named") {
            listOf(
                """{}""" to "access_token",
                """{"access_token": ""}""" to "access_token",
                """{"access_token": null}""" to "access_token",
                """{"access_token": 7}""" to "access_token",
                """{"access_token": ["a"]}""" to "access_token",
                """{"access_token": "a\r\nX-Evil: 1"}""" to "printable",
                """{"access_token": "ä"}""" to "printable",
                """{"access_token": "a", "token_type": "Bearer\r\nX: y"}""" to "token type",
            ).forEach { (json, named) ->
                test("$json") { shouldThrow<InvalidResponseException> { respond(json) }.message shouldContain named }
            }
        }

        context("an optional member that cannot be used counts as absent") {
            listOf(
                "token_type",
                "expires",
                "expires_in",
                "expires_at",
                "refresh_expires",
                "refresh_expires_in",
                "id_token",
                "scope",
            )
                .flatMap { name -> listOf("{}", "[1]", "true", "NaN", "\"\"", "null").map { "\"$name\": $it" } }
                .plus(
                    listOf(
                        """"expires": "2027-01-15T08:00:00Z"""",
                        """"expires": "soon"""",
                        """"id_token": false""",
                        """"scope": 7""",
                    ),
                )
                .forEach { member ->
                    test(member) {
                        respond("""{"access_token": "a", "refresh_token": "r", $member}""") shouldBe
                            Token("a") { refreshToken = "r" }
                    }
                }

            listOf(
                """"token_type": {}""",
                """"id_token": false""",
                """"scope": 7""",
                """"refresh_expires_in": "soon"""",
            ).forEach { member ->
                test("of a stored token too: $member") {
                    val json = """{"access_token": "a", "refresh_token": "r", $member}"""
                    Token.deserialize(json) shouldBe Token("a") { refreshToken = "r" }
                }
            }

            listOf(""""expires": "soon"""", """"refresh_expires": {}""").forEach { member ->
                test("but the end of a stored one, which is damaged: $member") {
                    val json = """{"access_token": "a", "refresh_token": "r", $member}"""
                    shouldThrow<InvalidResponseException> { Token.deserialize(json) }.message shouldContain "expires"
                }
            }

            test("a name that can be used comes after one that cannot") {
                respond("""{"access_token": "a", "expires": "soon", "expires_in": 60}""").expiresAt shouldBe now + 60.seconds
            }

            test("a scope in an array is joined") {
                val json = """{"access_token": "a", "scope": ["openid", "x"]}"""
                respond(json).scope shouldBe "openid x"
                Token.deserialize(json).scope shouldBe "openid x"
            }
        }

        context("how long a token lives is kept beside its refresh token, for a refresh that does not say") {
            test("as whole seconds") {
                val json = respond("""{"access_token": "a", "refresh_token": "r", "expires": 1800000100}""").toJson()
                json["access_token_lifetime"] shouldBe JsonPrimitive(100)
                Token.fromJson(json).lifetime shouldBe 100.seconds
                Token.fromJson(json).extra.keys shouldBe emptySet()
            }

            test("and not without one, nor when it is not known") {
                respond("""{"access_token": "a", "expires_in": 60}""").toJson().containsKey("access_token_lifetime") shouldBe
                    false
                respond("""{"access_token": "a", "refresh_token": "r"}""").toJson().containsKey("access_token_lifetime") shouldBe
                    false
            }

            listOf("\"soon\"", "0", "-1", "null").forEach { value ->
                test("a stored one of $value is none") {
                    Token.deserialize("""{"access_token": "a", "access_token_lifetime": $value}""").lifetime.shouldBeNull()
                }
            }

            test("a response does not choose it") {
                val token = respond("""{"access_token": "a", "refresh_token": "r", "access_token_lifetime": 60}""")
                token.lifetime.shouldBeNull()
                token.extra.keys shouldBe emptySet()
            }
        }

        test("a written token is read back, with unknown members") {
            val token =
                respond(
                    """{"access_token": "a", "token_type": "bearer",
                    "expires_in": 60, "refresh_token": "r", "refresh_expires_in": 600,
                       "id_token": "i", "scope": "openid", "session_state": "s", "nested": {"k": [1, 2]}}""",
                )
            Token.fromJson(token.toJson()) shouldBe token
            token.extra.keys shouldBe setOf("session_state", "nested")
            token.headers shouldBe mapOf("Authorization" to "Bearer a")
        }

        test("a token is written the way the Python client reads it") {
            val json = respond(
                """{"access_token": "a", "token_type": "Bearer", "expires": 1800000100, "refresh_token": "r"}""",
            ).toJson()
            json["expires"] shouldBe JsonPrimitive(1_800_000_100)
            json["headers"]!!.jsonObject["Authorization"] shouldBe JsonPrimitive("Bearer a")
            json["scope"] shouldBe JsonPrimitive("")
        }

        test("an end that is not known is written as one that never comes, which the Python client understands") {
            val token = respond("""{"access_token": "a", "refresh_token": "r"}""")
            token.toJson()["expires"] shouldBe JsonPrimitive(253_402_300_799)
            token.toJson()["refresh_expires"] shouldBe JsonPrimitive(253_402_300_799)
            Token.fromJson(token.toJson()) shouldBe token
        }

        test("without a refresh token no end of one is written") {
            respond("""{"access_token": "a", "expires_in": 60}""").toJson().containsKey("refresh_expires") shouldBe false
        }

        context("the key that a token is bound to") {
            val key = DPoPKey.generate()
            val token =
                Token("a") {
                    tokenType = "DPoP"
                    dpopKey = key
                }

            test("is written beside it and read back") {
                val json = token.toJson()

                json["dpop_jwk"] shouldBe key.toJson()
                Token.fromJson(json) shouldBe token
                Token.fromJson(json).extra.keys shouldBe emptySet()
            }

            test("is not written for a token that is bound to none, and null stands for none") {
                Token("a").toJson().containsKey("dpop_jwk") shouldBe false
                Token.fromJson(JsonObject(Token("a").toJson() + ("dpop_jwk" to JsonNull))).dpopKey.shouldBeNull()
            }

            test("is ours alone: of a response it is not read") {
                val ours = respond("""{"access_token": "a", "dpop_jwk": ${key.toJson()}}""")
                ours.dpopKey.shouldBeNull()
                ours.extra.keys shouldBe emptySet()
            }

            mapOf(
                "no object" to JsonPrimitive("s3cret"),
                "no key" to JsonObject(mapOf("alg" to JsonPrimitive("ES256"))),
                "a public key" to JsonObject(key.toJson() - "d"),
                "a key without algorithm" to JsonObject(key.toJson() - "alg"),
                "a damaged key" to JsonObject(key.toJson() + ("d" to JsonPrimitive("s3cret"))),
            ).forEach { (what, member) ->
                test("makes a stored token unusable when it is $what") {
                    val refusal =
                        shouldThrow<InvalidResponseException> {
                            Token.fromJson(JsonObject(token.toJson() + ("dpop_jwk" to member)))
                        }
                    refusal.message shouldContain "dpop_jwk"
                    refusal.stackTraceToString() shouldNotContain "s3cret"
                }
            }

            test("tells tokens apart, and is not printed") {
                val other = token.newBuilder().also { it.dpopKey = DPoPKey.generate() }.build()
                (other == token) shouldBe false
                token.newBuilder().build() shouldBe token
                token.toString() shouldNotContain key.toJson().stringOrThrow("d").orEmpty()
                token.toString() shouldContain "dpopKey=██"
                Token("a").toString() shouldContain "dpopKey=none"
            }
        }

        test("printing a token shows no secret") {
            val token =
                respond("""{"access_token": "secret-a", "refresh_token": "secret-r", "id_token": "secret-i", "x": "secret-x"}""")
            token.toString() shouldNotContain "secret"
            token.newBuilder().toString() shouldNotContain "secret"
        }
    })
