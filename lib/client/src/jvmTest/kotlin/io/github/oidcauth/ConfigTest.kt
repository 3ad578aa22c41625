package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.seconds

class ConfigTest :
    FunSpec({
        context("a setting that cannot work is refused with its name") {
            listOf<Triple<String, String, Config.Builder.() -> Unit>>(
                Triple("no port", "redirect port") { redirectPorts = emptyList() },
                Triple("a port below 0", "-1") { redirectPorts = listOf(53_100, -1) },
                Triple("a port above 65535", "65536") { redirectPorts = listOf(65_536) },
                Triple("a timeout of nothing", "timeout") { timeout = 0.seconds },
                Triple("a negative timeout", "timeout") { timeout = (-1).seconds },
                Triple("a request timeout of nothing", "request timeout") { requestTimeout = 0.seconds },
                Triple("an empty route", "login route") { loginRoute = " " },
                Triple("a route with a query", "token route") { tokenRoute = "/token?x=1" },
                Triple("a route that climbs", "device route") { deviceRoute = "/a/../../b" },
                Triple("a route with a line break", "device route") { deviceRoute = "/a\r\nX: y" },
            ).forEach { (name, hint, change) ->
                test(name) {
                    shouldThrow<InvalidConfigException> { Config("https://h.example", change) }.message shouldContain
                        hint
                }
            }
        }

        test("routes are normalised, so that the same route is the same configuration") {
            Config("https://h.example") { loginRoute = "auth/v2/login/" } shouldBe Config("https://h.example")
        }

        test("http to another machine is refused") {
            shouldThrow<InvalidHostException> { Config("http://h.example") }.message shouldContain "unencrypted"
        }

        @OptIn(DelicateOidcAuthApi::class)
        test("http to another machine is for those who ask for it") {
            Config("http://h.example") { allowInsecureHttp() }.host shouldBe "http://h.example"
        }

        test("http to this machine needs no asking") {
            Config("http://localhost:8080/app").host shouldBe
                "http://localhost:8080/app"
        }
    })
