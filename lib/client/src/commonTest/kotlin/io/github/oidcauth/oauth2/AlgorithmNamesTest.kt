package io.github.oidcauth.oauth2

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class AlgorithmNamesTest :
    FunSpec({
        test("every algorithm is found by its name") {
            JwsAlgorithm.entries.forEach { JwsAlgorithm.find(it.identifier) shouldBe it }
            JweAlgorithm.entries.forEach { JweAlgorithm.find(it.identifier) shouldBe it }
            ContentEncryption.entries.forEach { ContentEncryption.find(it.identifier) shouldBe it }
        }

        test("names are those of RFC 7518 and RFC 8037") {
            JwsAlgorithm.entries.map { it.identifier }.shouldContainExactly(
                listOf(
                    "RS256",
                    "RS384",
                    "RS512",
                    "PS256",
                    "PS384",
                    "PS512",
                    "ES256",
                    "ES384",
                    "ES512",
                    "EdDSA",
                    "HS256",
                    "HS384",
                    "HS512",
                ),
            )
            JweAlgorithm.entries.map { it.identifier }.shouldContainExactly(
                listOf("RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512") +
                    listOf("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW") +
                    listOf("A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "dir"),
            )
            ContentEncryption.entries.map { it.identifier }.shouldContainExactly(
                listOf("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"),
            )
        }

        listOf("none", "None", "NONE", "", "rs256", "RS256 ", "RS1", "HS1").forEach { name ->
            test("'$name' is no signature algorithm") { JwsAlgorithm.find(name).shouldBeNull() }
        }

        listOf("RSA1_5", "PBES2-HS256+A128KW", "a128gcmkw", "ECDH-ES+A128GCMKW", "DIR", "").forEach { name ->
            test("'$name' is no algorithm for keys") { JweAlgorithm.find(name).shouldBeNull() }
        }

        test("exactly the HMAC algorithms are symmetric") {
            JwsAlgorithm.entries.filter { it.isSymmetric }.shouldContainExactly(
                JwsAlgorithm.HS256,
                JwsAlgorithm.HS384,
                JwsAlgorithm.HS512,
            )
        }
    })
