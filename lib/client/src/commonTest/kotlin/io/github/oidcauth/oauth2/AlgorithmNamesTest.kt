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

        listOf(
            "none",
            "None",
            "NONE",
            "",
            "rs256",
            "RS256 ",
            "RS1",
            "HS1",
            "ES256K",
            "Ed448",
            "ed25519",
            "EDDSA",
        ).forEach { name ->
            test("'$name' is no signature algorithm") { JwsAlgorithm.find(name).shouldBeNull() }
        }

        listOf("RSA1_5", "PBES2-HS256+A128KW", "a128gcmkw", "ECDH-ES+A128GCMKW", "DIR", "").forEach { name ->
            test("'$name' is no algorithm for keys") { JweAlgorithm.find(name).shouldBeNull() }
        }

        test("Ed25519 has two names, which are one algorithm, and no other algorithm has two") {
            JwsAlgorithm.find("EdDSA") shouldBe JwsAlgorithm.EdDSA
            JwsAlgorithm.find("Ed25519") shouldBe JwsAlgorithm.EdDSA
            JwsAlgorithm.EdDSA.identifiers shouldBe listOf("EdDSA", "Ed25519")
            (JwsAlgorithm.entries - JwsAlgorithm.EdDSA).forEach { it.identifiers shouldBe listOf(it.identifier) }
        }

        listOf(
            Triple(null, null, "EdDSA"),
            Triple(null, "Ed25519", "Ed25519"),
            Triple(null, "EdDSA", "EdDSA"),
            Triple(listOf("RS256", "Ed25519"), null, "Ed25519"),
            Triple(listOf("RS256", "Ed25519"), "EdDSA", "Ed25519"),
            Triple(listOf("EdDSA"), "Ed25519", "EdDSA"),
            Triple(listOf("Ed25519", "EdDSA"), "EdDSA", "EdDSA"),
            Triple(listOf("EdDSA", "Ed25519"), "Ed25519", "Ed25519"),
            Triple(listOf("Ed25519", "EdDSA"), null, "Ed25519"),
            Triple(listOf("EdDSA", "Ed25519"), "ES256", "EdDSA"),
            Triple(listOf("RS256"), "Ed25519", "Ed25519"),
            Triple(emptyList(), null, "EdDSA"),
        ).forEach { (announced, label, name) ->
            test("a server that announces $announced gets $name by a key that says $label") {
                JwsAlgorithm.EdDSA.nameFor(announced, label) shouldBe name
            }
        }

        test("exactly the HMAC algorithms are symmetric") {
            JwsAlgorithm.entries.filter { it.isSymmetric }.shouldContainExactly(
                JwsAlgorithm.HS256,
                JwsAlgorithm.HS384,
                JwsAlgorithm.HS512,
            )
        }
    })
