package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.internal.environment.Environment
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.File
import javax.net.ssl.SSLContext

class TrustSourceTest :
    FunSpec({
        val everything = mapOf("SSL_CERT_FILE" to "/f", "SSL_CERT_DIR" to "/d")
        val store = mapOf("javax.net.ssl.trustStore" to "/s")

        fun choice(
            caFile: String? = null,
            hasContext: Boolean = false,
            properties: Map<String, String> = emptyMap(),
            variables: Map<String, String> = emptyMap(),
        ) = TrustSource.choose(caFile, { hasContext }, properties::get, Environment(variables::get))

        test("the setting of the request comes first, then the program, the JVM, the variables, and the machine") {
            choice("/ca", true, store, everything) shouldBe TrustSource.CaFile("/ca")
            choice(null, true, store, everything) shouldBe TrustSource.ProgramContext
            choice(null, false, store, everything) shouldBe TrustSource.JvmStore()
            choice(null, false, emptyMap(), everything) shouldBe TrustSource.Variables("/f", "/d")
            choice() shouldBe TrustSource.JvmAndSystem
        }

        test("a type of trust store is a setting of the JVM by itself") {
            choice(properties = mapOf("javax.net.ssl.trustStoreType" to "Windows-ROOT"), variables = everything) shouldBe
                TrustSource.JvmStore()
        }

        test("blank values set nothing") {
            val blank = mapOf("SSL_CERT_FILE" to " ", "SSL_CERT_DIR" to "")
            choice(properties = mapOf("javax.net.ssl.trustStore" to ""), variables = blank) shouldBe
                TrustSource.JvmAndSystem
            choice(variables = blank + ("SSL_CERT_DIR" to "/d")) shouldBe TrustSource.Variables(null, "/d")
        }

        test("a context is the program's unless it is the one that the JVM makes by itself") {
            JvmTls(defaultContext = { SSLContext.getInstance("Default") }).programContext() shouldBe null
            val own = SSLContext.getInstance("TLS")
            JvmTls(defaultContext = { own }).programContext() shouldBe own
        }

        test("a trust store that is a missing file is known as such, and one that is no file is not looked for") {
            fun missing(vararg properties: Pair<String, String>) = JvmTls(properties.toMap()::get).missingTrustStore()
            val nowhere = "javax.net.ssl.trustStore" to "/nowhere.p12"
            missing(nowhere) shouldBe "/nowhere.p12"
            missing(nowhere, "javax.net.ssl.trustStoreType" to "jks") shouldBe "/nowhere.p12"
            missing("javax.net.ssl.trustStore" to "NUL", "javax.net.ssl.trustStoreType" to "Windows-ROOT") shouldBe null
            missing("javax.net.ssl.trustStore" to "NONE") shouldBe null
            missing("javax.net.ssl.trustStore" to File(System.getProperty("java.home"), "release").path) shouldBe null
            missing() shouldBe null
        }

        test("each place is told by the name of what set it") {
            TrustSource.CaFile("/etc/\u001bca.pem").place shouldBe "the CA file /etc/ ca.pem"
            TrustSource.Variables("/f", "/d").place shouldBe "SSL_CERT_FILE (/f) or SSL_CERT_DIR (/d)"
            TrustSource.Variables(null, "/d").place shouldNotContain "SSL_CERT_FILE"
            TrustSource.JvmStore().place shouldContain "javax.net.ssl.trustStore"
            TrustSource.ProgramContext.place shouldContain "SSLContext"
            TrustSource.JvmAndSystem.advice shouldContain "--ca-file, SSL_CERT_FILE or the setting caFile"
        }
    })
