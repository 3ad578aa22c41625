package io.github.oidcauth.openid

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

@OptIn(DelicateOidcAuthApi::class)
class OpenIdSettingsTest :
    FunSpec({
        val protections =
            listOf(
                JwtProtection.DEFAULT,
                JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) },
                JwtProtection { encryptedResponseAlgorithms(JweAlgorithm.ECDH_ES) },
                JwtProtection { encryptedResponseEncodings(ContentEncryption.A128GCM) },
                JwtProtection { requireEncryption() },
            )

        test("protections are equal when all that they say is, and can be built upon") {
            protections.toSet() shouldHaveSize protections.size
            protections.forEach {
                it.newBuilder().build() shouldBe it
                it.newBuilder().build().hashCode() shouldBe it.hashCode()
            }
        }

        val settings =
            listOf(
                IdTokenSettings.DEFAULT,
                IdTokenSettings { protection { requireEncryption() } },
                IdTokenSettings { authorizedParties("app") },
                IdTokenSettings { maxIssuedAge = 60.seconds },
                IdTokenSettings { skipValidation() },
            )

        test("settings are equal when all that they say is, and can be built upon") {
            settings.toSet() shouldHaveSize settings.size
            settings.forEach {
                it.newBuilder().build() shouldBe it
                it.newBuilder().build().hashCode() shouldBe it.hashCode()
            }
        }

        test("a client's configuration has them, and shows no key") {
            val key = IssuingServer.forEncryption(NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "enc"))
            val configs =
                listOf(
                    ClientConfig("c"),
                    ClientConfig("c") { idToken(settings[2]) },
                    ClientConfig("c") { userInfo(protections[1]) },
                    ClientConfig("c") { decryptionKeys(key) },
                )

            configs.toSet() shouldHaveSize configs.size
            configs.forEach { it.newBuilder().build() shouldBe it }
            configs.last().toString() shouldNotContain key.toJson().getValue("d").toString().trim('"')
        }

        test("ages are not negative, and zero means just now") {
            IdTokenRequirements { maxAge = Duration.ZERO }
            shouldThrow<IllegalArgumentException> { IdTokenRequirements { maxAge = (-1).seconds } }
            shouldThrow<IllegalArgumentException> { IdTokenRequirements { maxIssuedAge = Duration.ZERO } }
            shouldThrow<IllegalArgumentException> { IdTokenSettings { maxIssuedAge = Duration.ZERO } }
        }

        test("requirements show nothing") {
            val requirements =
                IdTokenRequirements {
                    nonce("n-secret")
                    accessToken("at-secret")
                }
            requirements.toString() shouldNotContain "secret"
            requirements.expectation.toString() shouldNotContain "secret"
            requirements shouldNotBe IdTokenRequirements.NONE
        }
    })
