package io.github.oidcauth.http

import io.github.oidcauth.internal.transport.okhttp.JdkCallEngine
import io.github.oidcauth.internal.transport.okhttp.OkHttpCallEngine
import io.kotest.core.spec.style.FunSpec
import io.ktor.client.engine.apache5.Apache5
import io.ktor.client.engine.cio.CIO
import io.ktor.client.engine.config
import io.ktor.client.engine.java.Java
import io.ktor.client.engine.okhttp.OkHttp
import io.ktor.client.plugins.HttpTimeout
import okhttp3.OkHttpClient

/** The plugin for Ktor with its engine CIO, which opens a connection for each request. */
class KtorCioContractTest :
    HttpClientContract(
        ContractAbility.entries.toSet() - ContractAbility.REUSED_CONNECTIONS,
        { KtorContractClient(CIO, it) },
    )

/** The plugin for Ktor with its engine for OkHttp. */
class KtorOkHttpContractTest : HttpClientContract(create = { KtorContractClient(OkHttp, it) })

/** The plugin for Ktor with its engine for the JDK. */
class KtorJavaContractTest : HttpClientContract(create = { KtorContractClient(Java, it) })

/**
 * The plugin for Ktor with its engine for Apache HttpClient 5. That repeats a 503 by itself, with the same proof, unless told not
 * to, and never ends a request whose URL has a user name, unless there is a timeout.
 */
class KtorApache5ContractTest :
    HttpClientContract(
        create = { rules ->
            KtorContractClient(Apache5.config { customizeClient { disableAutomaticRetries() } }, rules) {
                install(HttpTimeout) { requestTimeoutMillis = 5_000 }
            }
        },
    )

/** The plugin for Ktor with the library's own engines, which send octets and read at most 1 MiB. */
class KtorContractTest :
    FunSpec({
        val factories =
            mapOf(
                "OkHttp" to { OkHttpCallEngine.Factory(OkHttpClient.Builder().followRedirects(false).build()) },
                "the JDK" to { JdkCallEngine.Factory(java.net.http.HttpClient.newHttpClient()) },
            )
        val streams = setOf(ContractAbility.ONE_SHOT_BODIES, ContractAbility.STREAMED_RESPONSES)
        val checks = HttpClientContract.checks.filter { check ->
            check.needs.none { it in streams } &&
                "large response" !in check.name
        }

        factories.forEach { (name, factory) ->
            context(name) {
                checks.forEach { check -> test(check.name) { check.verify { KtorContractClient(factory(), it) } } }
            }
        }
    })
