package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.metadata.Discovery
import io.github.oidcauth.openid.ExpectedSubject
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull

/** The one rule for a name that comes twice, at each place where a document of a server comes in. */
@OptIn(DelicateOidcAuthApi::class)
class RepeatedMembersTest :
    FunSpec({
        fun client(body: String) = ClientBench { ScriptedResponse(body) }.client()

        val entries =
            mapOf<String, Pair<String, suspend (String) -> Any?>>(
                "a token response" to
                    (""""access_token":"at","token_type":"Bearer"""" to { client(it).token(ClientCredentialsGrant()) }),
                "an introspection response" to (""""active":true""" to { client(it).introspect("at") }),
                "userinfo" to (""""sub":"alice"""" to { client(it).userInfo(Token("at"), ExpectedSubject.unchecked()) }),
                "a device response" to
                    (
                        """"device_code":"d","user_code":"u","verification_uri":"https://v","expires_in":60""" to
                            { client(it).deviceAuthorization() }
                    ),
                "metadata" to
                    (
                        """"issuer":"${ClientBench.ISSUER}"""" to { body ->
                            Discovery(ClientBench { ScriptedResponse(body) }.clientContext.transport, allowInsecureHttp = false)
                                .discover(ClientBench.ISSUER, IssuerCheck.Exact)
                        }
                    ),
                "a key" to (""""kty":"oct","k":"c2VjcmV0"""" to { Jwk.parse(it) }),
                "a key set" to (""""keys":[]""" to { JwkSet.parse(it) }),
            )

        entries.forEach { (what, entry) ->
            val (members, read) = entry
            test("$what may say one thing twice") {
                shouldNotThrowAny { read("""{$members,"x":{"y":[1]},"x":{"y":[1]}}""") }
            }

            listOf(""""x":1,"x":2""", """"x":{"y":1,"y":2}""").forEach { repeated ->
                test("$what that says $repeated is refused") {
                    shouldThrow<AuthException> { read("{$members,$repeated}") }
                }
            }
        }

        test("a header of a JWT, and its claims") {
            fun jwt(
                header: String,
                claims: String,
            ) = CompactJwt.parse(
                "${Base64Url.encode(header.encodeToByteArray())}.${Base64Url.encode(claims.encodeToByteArray())}.AA",
            )

            jwt("""{"alg":"ES256"}""", "{}").shouldNotBeNull()
            jwt("""{"alg":"ES256","alg":"ES256"}""", "{}").shouldBeNull()
            jwt("""{"alg":"ES256","alg":"none"}""", "{}").shouldBeNull()
            (jwt("""{"alg":"ES256"}""", """{"sub":"a","sub":"a"}""") as CompactJwt.Jws).claims().shouldNotBeNull()
            (jwt("""{"alg":"ES256"}""", """{"sub":"a","sub":"b"}""") as CompactJwt.Jws).claims().shouldBeNull()
        }
    })
