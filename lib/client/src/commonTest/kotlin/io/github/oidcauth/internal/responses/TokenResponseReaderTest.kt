// Tests TokenMembers.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.oauth2.TokenResponseSettings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenResponseReaderTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_800_000_000)
        val json = "application/json"
        val form = "application/x-www-form-urlencoded; charset=utf-8"

        fun validate(
            body: String,
            statusCode: Int = 200,
            contentType: String? = json,
            types: Set<AccessTokenType> = setOf(AccessTokenType.BEARER),
            quirks: ResponseQuirks = ResponseQuirks.STANDARD,
            secrets: List<String> = emptyList(),
            settings: TokenResponseSettings = TokenResponseSettings.DEFAULT,
        ): Token = TokenResponseReader.read(statusCode, contentType, body, now, secrets, types, quirks, settings).token()

        fun bearer(members: String): Token = validate("""{"access_token": "a", "token_type": "Bearer", $members}""")

        test("the response of RFC 6749 §5.1 is a token, with members that nobody knows") {
            val token =
                validate(
                    """{"access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "bearer", "expires_in": 3600,
                        "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA", "example_parameter": "example_value",
                        "id_token": "i", "scope": "openid  email openid"}""",
                )
            token.accessToken shouldBe "2YotnFZFEjr1zCsicMWpAA"
            token.tokenType shouldBe "Bearer"
            token.expiresAt shouldBe now + 3600.seconds
            token.refreshToken shouldBe "tGzv3JOkF0XG5Qx2TlKWIA"
            token.refreshExpiresAt shouldBe null
            token.idToken shouldBe "i"
            token.scope shouldBe "openid email"
            token.extra shouldBe mapOf("example_parameter" to JsonPrimitive("example_value"))
        }

        context("a type counts when it was asked for, in any case") {
            listOf(
                Triple("bearer", setOf(AccessTokenType.BEARER), "Bearer"),
                Triple("BEARER", setOf(AccessTokenType.BEARER, AccessTokenType.DPOP), "Bearer"),
                Triple("dpop", setOf(AccessTokenType.DPOP), "DPoP"),
                Triple("n_a", setOf(AccessTokenType.BEARER, AccessTokenType.NOT_APPLICABLE), "N_A"),
                // A token without its key would be worth stealing: no falling back unless it was asked for.
                Triple("Bearer", setOf(AccessTokenType.DPOP), null),
                Triple("DPoP", setOf(AccessTokenType.BEARER), null),
                Triple("N_A", setOf(AccessTokenType.BEARER, AccessTokenType.DPOP), null),
                Triple("mac", AccessTokenType.entries.toSet(), null),
                Triple("bot", setOf(AccessTokenType.BEARER), null),
            ).forEach { (said, types, expected) ->
                test("$said among ${types.joinToString { it.wireName }}: ${expected ?: "refused"}") {
                    val body = """{"access_token": "a", "token_type": "$said"}"""
                    if (expected == null) {
                        val error = shouldThrow<InvalidResponseException> { validate(body, types = types) }
                        error.message shouldContain "token_type than ${types.joinToString(" or ") { it.wireName }}"
                    } else {
                        validate(body, types = types).tokenType shouldBe expected
                    }
                }
            }
        }

        context("a response that is not a token is refused, and the member is named") {
            listOf(
                "{}" to "token_type",
                """{"token_type": "Bearer"}""" to "access_token",
                """{"access_token": "", "token_type": "Bearer"}""" to "access_token",
                """{"access_token": 7, "token_type": "Bearer"}""" to "access_token",
                """{"access_token": "a"}""" to "token_type",
                """{"access_token": "a", "token_type": ""}""" to "token_type",
                """{"access_token": "a", "token_type": null}""" to "token_type",
                """{"access_token": "a", "token_type": ["Bearer"]}""" to "token_type",
                """{"access_token": "a\r\nX: y", "token_type": "Bearer"}""" to "printable",
                """{"access_token": "a", "token_type": "Bearer", "access_token": "b"}""" to "two values",
                """{"access_token": "a", "token_type": "Bearer", "x": {"y": 1, "y": 2}}""" to "two values for one name (x)",
                "" to "an empty response",
                "<html>" to "a web page",
                "[]" to "no JSON object",
                "\"a\"" to "no JSON object",
                "access_token=a&token_type=bearer" to "no JSON object",
                """{"access_token": "a", "token_type": "Bearer"""" to "no JSON object",
            ).forEach { (body, named) ->
                test(body.ifEmpty { "nothing" }) {
                    shouldThrow<InvalidResponseException> { validate(body) }.message shouldContain
                        named
                }
            }
        }

        context("expires_in") {
            mapOf(
                "3600" to 3600L,
                "\"3600\"" to 3600L,
                "\" 3599 \"" to 3599L,
                "3599.99" to 3599L,
                "1" to 1L,
                "2147483647" to 2_147_483_647L,
                // No token is born dead: those who say so mean that it has no end.
                "0" to null,
                "0.5" to null,
                "-1" to null,
                "-9223372036854775808" to null,
                "-1e300" to null,
                "1e300" to null,
                "\"Infinity\"" to null,
                "9223372036854775807" to null,
                "9".repeat(100_000) to null,
                "null" to null,
            ).forEach { (value, lifetime) ->
                test("${value.printable(30)} is ${lifetime ?: "no known end"}") {
                    bearer("\"expires_in\": $value").expiresAt shouldBe lifetime?.let { now + it.seconds }
                }
            }

            listOf("\"NaN\"", "NaN", "\"\"", "\"soon\"", "true", "{}", "[60]", "\"1 hour\"").forEach {
                test("$it is no number of seconds, and counts as absent") {
                    bearer("\"expires_in\": $it").expiresAt shouldBe null
                    bearer("\"expires_in\": $it, \"expires\": 60").expiresAt shouldBe now + 60.seconds
                }
            }
        }

        context("expires instead of expires_in") {
            mapOf(
                "5183999" to 5_183_999L,
                "\"5183999\"" to 5_183_999L,
                "999999999" to 999_999_999L,
                "1000000000" to null,
                "1800000000" to null,
                "1800000001" to 1L,
                "1800003600" to 3600L,
                "0" to null,
                "-1" to null,
                "1e300" to null,
                "\"2027-01-15T08:00:00Z\"" to null,
                "NaN" to null,
                "\"\"" to null,
            ).forEach { (value, lifetime) ->
                test("$value is ${lifetime ?: "no known end"}") {
                    bearer("\"expires\": $value").expiresAt shouldBe lifetime?.let { now + it.seconds }
                }
            }

            test("counts less than expires_in") {
                bearer("\"expires\": 7, \"expires_in\": 60").expiresAt shouldBe now + 60.seconds
            }
        }

        context("the end of a refresh token") {
            mapOf(
                "\"refresh_expires_in\": 1800" to 1800L,
                "\"refresh_token_expires_in\": \"15811200\"" to 15_811_200L,
                "\"refresh_expires_in\": 0" to null,
                "\"refresh_expires_in\": -1" to null,
                "\"refresh_expires_in\": 1e300" to null,
                "\"refresh_expires_in\": \"\"" to null,
                "\"refresh_expires_in\": \"never\"" to null,
                "\"refresh_token_expires_in\": {}" to null,
                "\"refresh_expires_in\": [], \"refresh_token_expires_in\": 60" to 60L,
                "\"x\": 1" to null,
            ).forEach { (member, lifetime) ->
                test("$member is ${lifetime ?: "not known"}") {
                    bearer("\"refresh_token\": \"r\", $member").refreshExpiresAt shouldBe lifetime?.let { now + it.seconds }
                }
            }

            test("is nothing without a refresh token, whatever it says") {
                bearer("\"refresh_expires_in\": 1800").refreshExpiresAt shouldBe null
                bearer("\"refresh_expires_in\": \"soon\"").refreshExpiresAt shouldBe null
            }
        }

        context("errors") {
            test("an error is the exception of its code") {
                val error =
                    shouldThrow<InvalidGrantException> {
                        validate("""{"error": "invalid_grant", "error_description": "Gone."}""", 400)
                    }
                error.statusCode shouldBe 400
                error.errorDescription shouldBe "Gone."
                error.detail.orEmpty() shouldContain "invalid_grant"
                shouldThrow<InvalidClientException> { validate("""{"error": "invalid_client"}""", 401) }.statusCode shouldBe 401
            }

            test("an error with status 200 is one too, as GitHub and Slack have it") {
                val github = """{"error": "bad_verification_code", "error_description": "The code is incorrect."}"""
                shouldThrow<OtherOAuthException> { validate(github) }.error shouldBe "bad_verification_code"
                val slack = """{"ok": false, "error": "invalid_code"}"""
                shouldThrow<OtherOAuthException> { validate(slack) }.error shouldBe "invalid_code"
            }

            test("an empty error beside a token is none") {
                bearer("\"error\": \"\"").accessToken shouldBe "a"
                bearer("\"error\": null").accessToken shouldBe "a"
            }

            test("a status without an OAuth error asks about the address") {
                shouldThrow<HttpException> { validate("", 404) }.message shouldContain "authorization server"
                shouldThrow<HttpException> { validate("<html>", 302) }.statusCode shouldBe 302
            }

            test("a token that comes with a status of failure is no token") {
                shouldThrow<HttpException> { validate("""{"access_token": "a", "token_type": "Bearer"}""", 500) }
                    .detail
                    .orEmpty() shouldNotContain "\"a\""
            }
        }

        context("nothing of our request comes back in an error") {
            // As parameters and in the header of RFC 6749 §2.3.1.
            val sent = listOf("s3cret-client", "s3cret/code", "s3cret-assertion", "aWQ6czNjcmV0LWNsaWVudA==")
            listOf(
                """{"error": "invalid_client", "error_description": "s3cret-client is wrong"}""",
                """{"error": "invalid_client", "client_secret": "s3cret-unknown"}""",
                """{"error": "invalid_grant", "error_description": "code=s3cret%2fcode&client_secret=s3cret-client"}""",
                """{"error": "invalid_grant", "error_uri": "https://idp.example/?code=s3cret%2Fcode"}""",
                """{"error": "invalid_grant", "given": {"s3cret-assertion": true}}""",
                """{"error": "s3cret-assertion"}""",
                """{"error": "invalid_client", "error_description": "Basic aWQ6czNjcmV0LWNsaWVudA== is wrong"}""",
                """{"message": "S3CRET-CLIENT"}""",
                """{"detail": "{\"error\": \"invalid_grant\", \"error_description\": \"s3cret\\/code\"}"}""",
            ).forEach { body ->
                listOf(200, 400).forEach { status ->
                    test("$status $body") {
                        val error = shouldThrow<AuthException> { validate(body, status, secrets = sent) }
                        val said = (error as? OAuthException)?.let { "${it.error} ${it.errorDescription} ${it.errorUri}" }
                        "$error ${error.detail} $said".lowercase().let {
                            it shouldNotContain "s3cret"
                            it shouldNotContain "aWQ6".lowercase()
                        }
                    }
                }
            }

            test("nor does a token in an exception about it") {
                val body = """{"access_token": "s3cret", "refresh_token": "s3cret", "token_type": "s3cret"}"""
                val error = shouldThrow<InvalidResponseException> { validate(body) }
                "$error ${error.detail}" shouldNotContain "s3cret"
            }
        }

        context("form-encoded responses") {
            val gitHub = ResponseQuirks(formEncoded = true, scopeSeparator = ',')
            val body = "access_token=gho_1&expires_in=28800&refresh_token=r%2B&scope=repo%2Cgist&token_type=bearer&note=a+b&x="

            test("are read when the provider is known for them and the content type says so") {
                val token = validate(body, contentType = form, quirks = gitHub)
                token.accessToken shouldBe "gho_1"
                token.expiresAt shouldBe now + 28_800.seconds
                token.refreshToken shouldBe "r+"
                token.scope shouldBe "repo gist"
                token.extra shouldBe mapOf("note" to JsonPrimitive("a b"))
            }

            test("are refused from anybody else") {
                shouldThrow<InvalidResponseException> { validate(body, contentType = form) }
            }

            listOf(null, json, "text/plain", "application/x-www-form-urlencoded-not").forEach { contentType ->
                test("are refused when the content type is $contentType") {
                    shouldThrow<InvalidResponseException> { validate(body, contentType = contentType, quirks = gitHub) }
                }
            }

            test("do not keep the provider from responding in JSON") {
                validate(
                    """{"access_token": "a", "token_type": "bearer", "scope": "repo,gist"}""",
                    quirks = gitHub,
                ).scope shouldBe
                    "repo gist"
            }

            test("may be errors") {
                val slow = "error=slow_down&error_description=Too+many+requests&interval=10"
                val error = shouldThrow<SlowDownException> { validate(slow, contentType = form, quirks = gitHub) }
                error.errorDescription shouldBe "Too many requests"
                error.detail.orEmpty() shouldContain "\"interval\":\"10\""
                shouldThrow<SlowDownException> { validate(slow, 400, contentType = form, quirks = gitHub) }
            }

            listOf(
                "access_token=a&access_token=b&token_type=bearer",
                "access_token=%zz&token_type=bearer",
                "",
                "&&",
                "=",
            ).forEach {
                test("that are malformed are no tokens: $it") {
                    shouldThrow<InvalidResponseException> { validate(it, contentType = form, quirks = gitHub) }
                }
            }
        }

        context("grants within a member") {
            val slack = ResponseQuirks(nestedUnder = "authed_user", scopeSeparator = ',', bearerNames = setOf("bot", "user"))
            val user = """"authed_user": {"id": "U1", "scope": "chat,users", "access_token": "xoxp-1", "token_type": "user"}"""

            test("are the token, and what is beside them is kept, but for another token") {
                val bot = """"access_token": "xoxb-1", "refresh_token": "x", "token_type": "bot", "expires_in": 60"""
                val token = validate("""{"ok": true, "team": {"id": "T1"}, $bot, $user}""", quirks = slack)
                token.accessToken shouldBe "xoxp-1"
                token.tokenType shouldBe "Bearer"
                token.scope shouldBe "chat users"
                token.refreshToken shouldBe null
                token.expiresAt shouldBe null
                token.extra.keys shouldBe setOf("ok", "team", "id")
                token.extra["team"]?.jsonObject?.get("id") shouldBe JsonPrimitive("T1")
                token.extra["id"] shouldBe JsonPrimitive("U1")
            }

            test("need not be there") {
                val bot = """{"ok": true, "access_token": "xoxb-1", "token_type": "bot", "authed_user": {"id": "U1"}}"""
                validate(bot, quirks = slack).accessToken shouldBe "xoxb-1"
            }

            test("mean nothing from anybody else") {
                shouldThrow<InvalidResponseException> { validate("{$user}") }
            }

            test("are no better than their type") {
                shouldThrow<InvalidResponseException> {
                    validate("{$user}", quirks = slack, types = setOf(AccessTokenType.DPOP))
                }
                shouldThrow<InvalidResponseException> {
                    validate("{$user}", quirks = ResponseQuirks(nestedUnder = "authed_user"))
                }
            }
        }

        context("a scope") {
            mapOf(
                """["openid", "user:read:email"]""" to "openid user:read:email",
                """["a b", "b", 7, null, ["c"], ""]""" to "a b",
                """"a\tb\nc\u00a0d"""" to "a b c d",
                """"a\u001b[2J b"""" to "b",
                """"caf\u00e9 read"""" to "read",
                """""""" to null,
                """"  """" to null,
                "[]" to null,
                "7" to null,
                "true" to null,
                """{"a": 1}""" to null,
                "null" to null,
                """"${"s".repeat(16_385)}"""" to null,
            ).forEach { (value, scope) ->
                test("that is ${value.take(40)} is ${scope ?: "not known"}") { bearer("\"scope\": $value").scope shouldBe scope }
            }

            test("of the longest length that is kept is kept") {
                bearer("\"scope\": \"${"s".repeat(16_384)}\"").scope?.length shouldBe 16_384
            }
        }

        context("an optional member that cannot be used counts as absent") {
            listOf("null", "false", "7", "{}", "[\"r\"]", "\"\"").forEach { value ->
                test("refresh_token and id_token that are $value") {
                    val token = bearer("\"refresh_token\": $value, \"id_token\": $value, \"refresh_expires_in\": 60")
                    token.refreshToken shouldBe null
                    token.refreshExpiresAt shouldBe null
                    token.idToken shouldBe null
                }
            }

            test("a byte order mark before the response is skipped") {
                validate("\uFEFF{\"access_token\": \"a\", \"token_type\": \"Bearer\"}").accessToken shouldBe "a"
            }
        }

        context("the refresh token is known before anything is refused") {
            fun kept(
                body: String,
                quirks: ResponseQuirks = ResponseQuirks.STANDARD,
            ): TokenResponse {
                val response = TokenResponseReader.read(200, json, body, now, emptyList(), quirks = quirks)
                shouldThrow<AuthException> { response.token() }
                return response
            }

            listOf(
                """{"refresh_token": "r-2"}""",
                """{"access_token": null, "token_type": "Bearer", "refresh_token": "r-2"}""",
                """{"access_token": "a\r\nX: y", "token_type": "Bearer", "refresh_token": "r-2"}""",
                """{"access_token": "a", "refresh_token": "r-2"}""",
                """{"access_token": "a", "token_type": "BearerToken", "refresh_token": "r-2"}""",
                """{"access_token": "a", "token_type": 7, "refresh_token": "r-2", "refresh_token": "r-2"}""",
                """{"access_token": "a", "access_token": "b", "token_type": "Bearer", "refresh_token": "r-2"}""",
                """{"error": "server_error", "refresh_token": "r-2"}""",
                """{"access_token": "${"a".repeat(262_142)}", "token_type": "Bearer", "refresh_token": "r-2"}""",
            ).forEach { body -> test(body.take(100)) { kept(body).refreshToken shouldBe "r-2" } }

            test("with its end") {
                kept("""{"refresh_token": "r-2", "refresh_expires_in": 60}""").refreshExpiresAt shouldBe now + 60.seconds
            }

            test("but not when there are two of it") {
                kept("""{"access_token": "a", "token_type": "Bearer", "refresh_token": "r-2", "refresh_token": "r-3"}""")
                    .refreshToken shouldBe null
            }

            test("also where the provider puts it") {
                val slack = ResponseQuirks(nestedUnder = "authed_user")
                kept("""{"ok": true, "authed_user": {"access_token": 7, "refresh_token": "r-2"}}""", slack).refreshToken shouldBe
                    "r-2"
                kept("""{"authed_user": {"access_token": "a", "refresh_token": "r-2", "refresh_token": "r-3"}}""", slack)
                    .refreshToken shouldBe null
            }

            test("also of a form that says something twice") {
                val form = TokenResponseReader.read(
                    200,
                    "application/x-www-form-urlencoded",
                    "access_token=a&access_token=b&token_type=bearer&refresh_token=r-2",
                    now,
                    emptyList(),
                    quirks = ResponseQuirks(formEncoded = true),
                )
                shouldThrow<InvalidResponseException> { form.token() }.message shouldContain "two values"
                form.refreshToken shouldBe "r-2"
            }

            test("and is not printed") {
                kept("""{"refresh_token": "r-2"}""").toString() shouldNotContain "r-2"
            }
        }

        context("the size of a token") {
            fun tokenOf(size: Int) = bearer("\"refresh_token\": \"r\", \"id_token\": \"${"i".repeat(size - 2)}\"")

            test("is one that stores take, and a character more is refused") {
                fun isTaken(size: Int) = TokenSizeLimit.fits(
                    Token("a") {
                        refreshToken = "r"
                        idToken = "i".repeat(size - 2)
                    },
                )
                val most = (TokenSizeLimit.BYTES - 1_000..TokenSizeLimit.BYTES).last(::isTaken)
                tokenOf(most).idToken?.length shouldBe most - 2
                shouldThrow<InvalidResponseException> { tokenOf(most + 1) }.message shouldContain "256 KiB"
            }

            test("a refresh token has at most 64 Ki characters, and a longer one counts as absent") {
                bearer("\"refresh_token\": \"${"r".repeat(65_536)}\"").refreshToken?.length shouldBe 65_536
                bearer("\"refresh_token\": \"${"r".repeat(65_537)}\"").refreshToken shouldBe null
            }

            test("members that nobody knows have 16 Ki characters together, and the largest are dropped first") {
                // A name of one letter and the quotes, colon and comma around it are 5, the quotes of the value 2.
                val full = bearer("\"x\": \"${"x".repeat(16_384 - 7)}\"")
                full.extra.keys shouldBe setOf("x")
                val over = bearer("\"x\": \"${"x".repeat(16_384 - 6)}\", \"y\": {\"z\": 1}")
                over.extra.keys shouldBe setOf("y")
                val many = bearer((1..4_000).joinToString { "\"m$it\": $it" } + ", \"refresh_token\": \"r\", \"scope\": \"s\"")
                many.extra.toString().length shouldBe (many.extra.toString().length.coerceAtMost(16_384))
                (many.extra.size > 1_000) shouldBe true
                many.refreshToken shouldBe "r"
                many.scope shouldBe "s"
            }
        }

        context("a response that cannot be used is in the exception") {
            fun detail(
                body: String,
                contentType: String? = json,
            ) = shouldThrow<InvalidResponseException> {
                validate(body, contentType = contentType, secrets = listOf("s3cret-client"))
            }
                .also { it.statusCode shouldBe 200 }
                .detail.orEmpty()

            test("with its status, content type and members, but no text of them") {
                detail(
                    """{"access_token": "t0ken", "expires_in": 60, "scope": "sc0pe", """ +
                        """"token_type": null, "x": {"y": ["t0ken", true]}}""",
                )
                    .let {
                        it shouldContain "\"status\":200"
                        it shouldContain "application/json"
                        it shouldContain "expires_in\\\":60"
                        it shouldContain "token_type\\\":null"
                        it shouldNotContain "t0ken"
                        it shouldNotContain "sc0pe"
                    }
            }

            test("with the beginning of a page") {
                val page = detail("<html><title>Log in to s3cret-client</title>${"x".repeat(5_000)}", "text/html")
                page shouldContain "Log in to"
                page shouldContain "text/html"
                page shouldNotContain "s3cret"
                (page.length < 500) shouldBe true
            }

            listOf(
                "access_token=t0ken-t0ken&token_type=bearer",
                """{"access_token": "t0ken-t0ken" """,
                """{"accessToken": "t0ken-t0ken" """,
                "A7t0ken-t0ken-t0ken-t0ken-t0ken",
                """["t0ken-t0ken"]""",
            ).forEach { body ->
                test("with nothing that may be a token: $body") { detail(body, "text/plain") shouldNotContain "t0ken-" }
            }
        }

        context("deviations of token_type that a client may allow") {
            val lenient =
                TokenResponseSettings {
                    missingTypeMeansBearer()
                    meansBearer("BearerToken")
                }

            listOf(
                "",
                """, "token_type": null""",
                """, "token_type": "" """,
                """, "token_type": 7""",
                """, "token_type": "bearertoken" """,
            )
                .forEach { member ->
                    test("a bearer token by a setting, and refused without: ${member.ifEmpty { "none" }}") {
                        val body = """{"access_token": "a"$member}"""
                        validate(body, settings = lenient).tokenType shouldBe "Bearer"
                        shouldThrow<InvalidResponseException> { validate(body) }.message shouldContain "TokenResponseSettings"
                    }
                }

            test("another type stays refused, and so is a bearer token where none is wanted") {
                shouldThrow<InvalidResponseException> {
                    validate("""{"access_token": "a", "token_type": "mac"}""", settings = lenient)
                }
                shouldThrow<InvalidResponseException> {
                    validate("""{"access_token": "a"}""", settings = lenient, types = setOf(AccessTokenType.DPOP))
                }
            }

            test("a type with a meaning of its own cannot be declared to be one") {
                listOf("dpop", "N_A", "").forEach { name ->
                    shouldThrow<IllegalArgumentException> { TokenResponseSettings { meansBearer(name) } }
                }
            }

            test("settings are values, and a lifetime is more than zero") {
                lenient.newBuilder().build() shouldBe lenient
                (lenient == TokenResponseSettings.DEFAULT) shouldBe false
                shouldThrow<IllegalArgumentException> { TokenResponseSettings { defaultLifetime = 0.seconds } }
                TokenResponseSettings { defaultLifetime = 1.seconds }.defaultLifetime shouldBe 1.seconds
            }
        }

        test("a response without a type is a bearer token where the provider is known for it") {
            val linkedIn = ResponseQuirks(bearerByDefault = true)
            validate("""{"access_token": "a", "expires_in": 60}""", quirks = linkedIn).tokenType shouldBe "Bearer"
            shouldThrow<InvalidResponseException> {
                validate("""{"access_token": "a", "token_type": "mac"}""", quirks = linkedIn)
            }
            shouldThrow<InvalidResponseException> {
                validate("""{"access_token": "a"}""", quirks = linkedIn, types = setOf(AccessTokenType.DPOP))
            }
        }

        test("nothing that can be sent makes it fail with anything but our own exceptions") {
            val random = Random(496)
            val pieces =
                listOf(
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "\"",
                    "\\",
                    "null",
                    "1e999",
                    "-1",
                    "\"access_token\":\"a\"",
                    "\"token_type\":\"bearer\"",
                    "\"expires_in\":",
                    "\"error\":",
                    "\"detail\":",
                    "\"a\"",
                    "access_token=a",
                    "&",
                    "=",
                    "%",
                    "%zz",
                    "%ff",
                    "\u0000",
                    "\uD83D",
                )
            val quirks =
                ResponseQuirks(formEncoded = true, nestedUnder = "a", scopeSeparator = ',', bearerByDefault = true)
            var tokens = 0
            var refusals = 0
            repeat(20_000) {
                val body = (0..random.nextInt(16)).joinToString("") { pieces.random(random) }
                listOf(json, form).forEach { contentType ->
                    try {
                        validate(body, listOf(200, 400).random(random), contentType, quirks = quirks)
                        tokens++
                    } catch (_: AuthException) {
                        refusals++
                    }
                }
            }
            tokens shouldBeGreaterThan 0
            refusals shouldBeGreaterThan 0
        }
    })
