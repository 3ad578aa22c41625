package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI

/** The order of what may name a proxy. The JDK's own reading of its properties is in [ProxyProcessTest]. */
class ProxyRouteSelectorTest :
    FunSpec({
        fun select(
            url: String,
            variables: Map<String, String> = mapOf("https_proxy" to "variable:1", "http_proxy" to "variable:2"),
            properties: Map<String, String> = emptyMap(),
            selector: ProxySelector? = ProxySelector.getDefault(),
            setting: String? = null,
        ) = ProxyRouteSelector(ProxySettings.of(variables::get), setting?.let(ProxyUrl::ofSetting), selector = {
            selector
        }, properties::get)
            .select(URI(url))

        fun programs(vararg proxies: Proxy) = FixedSelector { proxies.toList() }

        test("the variables decide when nothing else does, by scheme") {
            select("https://example.com/").single().toString() shouldBe "variable:1"
            select("http://example.com/").single().toString() shouldBe "variable:2"
            select("https://example.com/", variables = emptyMap()) shouldBe listOf(Proxy.NO_PROXY)
            select("https://example.com/", selector = null).single().toString() shouldBe "variable:1"
        }

        test("exceptions with a port are compared with that of the address, or of its scheme") {
            val variables = mapOf("all_proxy" to "variable:1", "no_proxy" to "a.com:443 b.com:80 c.com:8443")
            listOf("https://a.com/", "http://b.com/", "https://c.com:8443/").forEach {
                select(it, variables) shouldBe listOf(Proxy.NO_PROXY)
            }
            listOf("http://a.com/", "https://b.com/", "https://c.com/", "https://a.com:444/").forEach {
                select(it, variables).single().toString() shouldBe "variable:1"
            }
        }

        test("a selector of the program goes before properties and variables, when it says that there is no proxy too") {
            val own = Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("own", 3))
            val properties = mapOf("https.proxyHost" to "property")
            select("https://example.com/", properties = properties, selector = programs(own)) shouldBe listOf(own)
            select("https://example.com/", selector = programs(Proxy.NO_PROXY)) shouldBe listOf(Proxy.NO_PROXY)
            select("https://example.com/", selector = programs()) shouldBe listOf(Proxy.NO_PROXY)
        }

        test("the proxy of a configuration goes before everything else, but not for this machine") {
            val program = programs(Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("own", 3)))

            select("https://example.com/", selector = program, setting = "http://setting:4").single().toString() shouldBe
                "setting:4"
            select("http://example.com/", setting = " setting:4 ").single().toString() shouldBe "setting:4"
            select("http://localhost/", setting = "setting:4") shouldBe listOf(Proxy.NO_PROXY)
        }

        test("the JDK's selector for one fixed proxy is the program's too") {
            val fixed = ProxySelector.of(InetSocketAddress.createUnresolved("own", 3))
            (select("https://example.com/", selector = fixed).single().address() as InetSocketAddress).port shouldBe 3
        }

        test("this machine is reached without a proxy, whatever a selector says, and it is not asked") {
            val asking = FixedSelector { error("It was asked.") }
            listOf("http://localhost:8080/", "https://127.0.0.1/", "http://[::1]/").forEach {
                select(it, selector = asking) shouldBe listOf(Proxy.NO_PROXY)
            }
        }

        test("a selector that throws stops the request with an exception that names it, and not its words") {
            val failing = FixedSelector { error("user:secret") }
            val failure = shouldThrow<InvalidConfigException> { select("https://example.com/", selector = failing) }
            failure.message shouldContain "ProxySelector failed with IllegalStateException"
            failure.message shouldNotContain "secret"
        }

        test("a variable that cannot be used is a fault of the address that needs it") {
            val variables = mapOf("https_proxy" to "gopher://u:secret@a", "http_proxy" to "b:2")
            select("http://example.com/", variables).single().toString() shouldBe "b:2"
            select("https://localhost/", variables) shouldBe listOf(Proxy.NO_PROXY)
            val failure = shouldThrow<InvalidConfigException> { select("https://example.com/", variables) }
            failure.message shouldContain "https_proxy"
            failure.message shouldNotContain "secret"
        }

        test("a failed connection is told to the program's selector, which may throw") {
            val told = mutableListOf<URI>()
            val selector =
                FixedSelector(told) { throw IllegalStateException("It fails.") }
            val routes = ProxyRouteSelector(ProxySettings.of { null }, selector = { selector }) { null }
            routes.connectFailed(
                URI("https://example.com/"),
                InetSocketAddress.createUnresolved("own", 3),
                IOException("refused"),
            )
            told shouldBe listOf(URI("https://example.com/"))
        }
    })

private class FixedSelector(
    private val told: MutableList<URI> = mutableListOf(),
    private val proxies: () -> List<Proxy>,
) : ProxySelector() {
    override fun select(uri: URI): List<Proxy> = proxies()

    override fun connectFailed(
        uri: URI,
        address: SocketAddress,
        failure: IOException,
    ) {
        told += uri
        error("It fails here too.")
    }
}
