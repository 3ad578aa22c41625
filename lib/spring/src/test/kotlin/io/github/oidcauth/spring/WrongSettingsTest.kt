// Tests ConfiguredClient, ClientBeans, AuthorizedOrigins and ClientSettingFailureAnalyzer.
package io.github.oidcauth.spring

import io.github.oidcauth.spring.internal.ClientSettingFailureAnalyzer
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import org.springframework.boot.diagnostics.FailureAnalyzer
import org.springframework.core.io.support.SpringFactoriesLoader

class WrongSettingsTest :
    FunSpec({
        val good =
            mapOf(
                "issuer" to "https://login.example.com",
                "client-id" to "shop",
                "client-secret" to "hidden",
                "origins" to "https://orders.example.com",
            )
        val folder = tempdir()
        val emptyFile = folder.resolve("empty").apply { writeText("\n") }

        fun properties(
            name: String,
            settings: Map<String, String?>,
        ) = settings.filterValues { it != null }.map { (key, value) -> "oidc-auth.clients.$name.$key=$value" }.toTypedArray()

        fun analysis(settings: Map<String, String?>) =
            springBoot().withPropertyValues(*properties("orders", good + settings)).failure()
                .let { checkNotNull(ClientSettingFailureAnalyzer().analyze(it)) { it.stackTraceToString() } }

        test("good settings are accepted") {
            springBoot().withPropertyValues(*properties("orders", good)).started {
                it.containsBean("ordersTokenSource") shouldBe
                    true
            }
        }

        val wrong =
            mapOf(
                mapOf("issuer" to null) to "issuer",
                mapOf("token-endpoint" to "https://login.example.com/token") to "issuer",
                mapOf("issuer" to "login.example.com") to "issuer",
                mapOf("issuer" to "http://login.example.com") to "issuer",
                mapOf("issuer" to null, "token-endpoint" to "nothing") to "token-endpoint",
                mapOf("host" to "https://myapp.example.com") to "host",
                mapOf("client-id" to null) to "client-id",
                mapOf("client-secret" to null) to "client-secret",
                mapOf("client-secret-file" to "/secret") to "client-secret",
                mapOf("client-secret" to null, "client-secret-file" to "$folder/missing") to "client-secret-file",
                mapOf("client-secret" to null, "private-key-file" to "$folder/missing") to "private-key-file",
                mapOf("origins" to "http://orders.example.com") to "origins",
                mapOf("origins" to "orders") to "origins",
                mapOf("store" to "ours") to "store",
                mapOf("request-timeout" to "0s") to "request-timeout",
                mapOf("refresh-ahead" to "0.6") to "refresh-ahead",
                mapOf("refresh-ahead" to "-0.1") to "refresh-ahead",
                mapOf("grant" to "user", "issuer" to null) to "issuer",
                mapOf("grant" to "user", "client-id" to null) to "client-id",
                // A variable of the environment that is not set.
                mapOf("issuer" to "") to "issuer",
                mapOf("client-id" to "") to "client-id",
                mapOf("client-secret" to "") to "client-secret",
                mapOf("client-secret" to " ") to "client-secret",
                mapOf("client-secret" to null, "client-secret-file" to "$emptyFile") to "client-secret-file",
                // Settings that would have no effect.
                mapOf("grant" to "user", "token-endpoint" to "https://login.example.com/token") to "token-endpoint",
                mapOf("grant" to "user", "private-key-file" to "key.pem") to "private-key-file",
                mapOf("grant" to "user", "client-secret-file" to "secret") to "client-secret",
                mapOf("grant" to "user", "refresh-ahead" to "0.1") to "refresh-ahead",
                mapOf("grant" to "user", "request-timeout" to "-1s") to "request-timeout",
                // The name of a bean that is something else.
                mapOf("store" to "oidcAuthAuthorizedOrigins") to "store",
            )
        for ((settings, property) in wrong) {
            test("$settings: the start ends with a message that names $property") {
                val analysis = analysis(settings)
                analysis.description shouldContain "oidc-auth.clients.orders.$property cannot work: "
                analysis.description shouldNotContain "hidden"
                analysis.action.isNullOrBlank() shouldBe false
            }
        }

        test("a file that is no key is named, and nothing of it is shown") {
            val file = folder.resolve("key.pem").apply { writeText("confidential") }
            val analysis = analysis(mapOf("client-secret" to null, "private-key-file" to "$file"))
            analysis.description shouldContain "private-key-file"
            analysis.description shouldNotContain "confidential"
        }

        test("two clients of one origin are refused: the order would decide which token is sent") {
            val failure =
                springBoot().withPropertyValues(*properties("orders", good), *properties("mail", good)).failure()
            val analysis = ClientSettingFailureAnalyzer().analyze(failure)!!
            analysis.description shouldContain "https://orders.example.com"
        }

        test("Spring Boot finds the analyzer") {
            val ignore = SpringFactoriesLoader.FailureHandler.handleMessage { _, _ -> }
            val analyzers = SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer::class.java, ignore)
            analyzers.any { it is ClientSettingFailureAnalyzer } shouldBe true
        }
    })
