package io.github.oidcauth.internal.sources

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.CustomGrant
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.JwtBearerGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PasswordGrant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.Saml2BearerGrant
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith

@OptIn(DelicateOidcAuthApi::class)
class SourceKeyTest :
    FunSpec({
        val keys = SourceKey("https://as.example", "my-client", NimbusJose.jose.digest)

        fun key(grant: Grant) = keys.of(grant).value

        fun jwt(claims: String) =
            listOf("""{"alg":"RS256"}""", claims, "signature").joinToString(".") { Base64Url.encode(it.encodeToByteArray()) }

        test("the key of client credentials is readable, and not that of a login of the same client") {
            val grant = ClientCredentialsGrant { scope("write read").audience("api").resource("https://api.example") }
            key(grant) shouldBe
                "https://as.example#client_id=my-client&scope=read+write&audience=api&resource=https://api.example" +
                "&grant=client_credentials"
            keys.of(ClientCredentialsGrant()) shouldNotBe TokenKey.forIssuer("https://as.example", "my-client")
        }

        test("a program can name the key without a client, also by the URL of the metadata document") {
            val grant = ClientCredentialsGrant("read")
            OAuth2Client.tokenKey("https://as.example", "my-client", grant) shouldBe keys.of(grant)
            OAuth2Client.tokenKey("https://as.example/.well-known/openid-configuration", "my-client", grant) shouldBe
                keys.of(grant)
            shouldThrow<InvalidConfigException> { OAuth2Client.tokenKey("not a URL", "my-client", grant) }
        }

        test("two users, grants or parameters have two keys") {
            val grants =
                listOf(
                    ClientCredentialsGrant(),
                    ClientCredentialsGrant("read"),
                    ClientCredentialsGrant { parameter("tenant", "1") },
                    ClientCredentialsGrant { parameter("tenant", "2") },
                    ClientCredentialsGrant { parameter("tenant2", "") },
                    PasswordGrant("alice", "secret"),
                    PasswordGrant("bob", "secret"),
                    TokenExchangeGrant("subject1"),
                    TokenExchangeGrant("subject2"),
                    JwtBearerGrant(jwt("""{"sub":"alice"}""")),
                    JwtBearerGrant(jwt("""{"sub":"bob"}""")),
                    JwtBearerGrant("opaque1"),
                    JwtBearerGrant("opaque2"),
                    Saml2BearerGrant("<alice/>"),
                    Saml2BearerGrant("<bob/>"),
                    RefreshTokenGrant("rt1"),
                    RefreshTokenGrant("rt2"),
                    AuthorizationCodeGrant("code1", null),
                    AuthorizationCodeGrant("code2", null),
                    CustomGrant("urn:example:badge") { },
                )
            grants.map(::key).shouldBeUnique()
        }

        test("the same user has the same key, with another password or a new assertion") {
            key(PasswordGrant("alice", "secret")) shouldBe key(PasswordGrant("alice", "changed"))
            key(JwtBearerGrant(jwt("""{"sub":"alice","iat":1,"exp":2,"jti":"x"}"""))) shouldBe
                key(JwtBearerGrant(jwt("""{"sub":"alice","iat":3,"exp":4,"jti":"y"}""")))
        }

        test("a key has no secret in it, and no name of a user") {
            val key = key(PasswordGrant("alice", "secret"))
            key shouldStartWith "https://as.example#client_id=my-client&grant=password&subject="
            listOf("alice", "secret").forEach { key shouldNotContain it }
            key(RefreshTokenGrant("s3cret")) shouldNotContain "s3cret"
        }

        test("a grant of the program's own with parameters needs a key, as a hash would not hide a short number") {
            shouldThrow<InvalidConfigException> { key(CustomGrant("urn:example:badge") { parameter("badge", "4711") }) }
                .message shouldContain "Set the key"
        }

        test("a server whose name is no key needs one") {
            val unnamed = SourceKey("https://as.example/token?tenant=1", "my-client", NimbusJose.jose.digest)
            shouldThrow<InvalidConfigException> { unnamed.of(ClientCredentialsGrant()) }.message shouldContain "Set the key"
        }
    })
