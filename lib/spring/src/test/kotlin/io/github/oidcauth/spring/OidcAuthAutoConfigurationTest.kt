// Tests OidcAuthAutoConfiguration, OidcAuthProperties, ConfiguredClient, ClientRegistrar, RestClients and ReactiveClients.
package io.github.oidcauth.spring

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TransportException
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.java.BlockingTokenSource
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ServerEndpoint
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.runBlocking
import org.springframework.beans.factory.annotation.Qualifier
import org.springframework.beans.factory.getBean
import org.springframework.boot.restclient.RestTemplateBuilder
import org.springframework.boot.test.context.FilteredClassLoader
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.core.env.SystemEnvironmentPropertySource
import org.springframework.http.client.ClientHttpRequestFactory
import org.springframework.web.client.RestClient
import org.springframework.web.reactive.function.client.WebClient
import java.time.Duration

class OidcAuthAutoConfigurationTest :
    FunSpec({
        val login = ScriptedLoginServer.start()
        login.registerClient("shop", "secret")
        afterSpec { login.close() }

        fun ApplicationContextRunner.withClient(
            name: String,
            vararg settings: String,
        ) = withPropertyValues(*settings.map { "oidc-auth.clients.$name.$it" }.toTypedArray())

        fun runnerOf(
            api: StubApi,
            application: ApplicationContextRunner = springBoot(),
        ): ApplicationContextRunner =
            application.withClient(
                "orders",
                "issuer=${login.url}",
                "client-id=shop",
                "client-secret=secret",
                "scope=read",
                "origins=${api.url}",
            )

        val clients =
            mapOf<String, (org.springframework.context.ApplicationContext, String) -> Unit>(
                "RestClient.Builder" to { context, url ->
                    context.getBean<RestClient.Builder>().build().get().uri(url).retrieve().toBodilessEntity()
                },
                "RestTemplateBuilder" to { context, url ->
                    context.getBean<RestTemplateBuilder>().build().getForEntity(url, String::class.java)
                },
                "WebClient.Builder" to { context, url ->
                    val client = context.getBean<WebClient.Builder>().build()
                    client.get().uri(url).retrieve().toBodilessEntity().block(Duration.ofSeconds(20))
                },
            )
        test("a variable of the environment completes a client of the properties") {
            StubApi().use { api ->
                val variables = mapOf<String, Any>("OIDCAUTH_CLIENTS_ORDERS_CLIENTSECRET" to "secret")
                springBoot()
                    .withInitializer {
                        it.environment.propertySources.addFirst(
                            SystemEnvironmentPropertySource("test-systemEnvironment", variables),
                        )
                    }.withClient("orders", "issuer=${login.url}", "client-id=shop", "origins=${api.url}")
                    .started { context ->
                        context.getBeanNamesForType(RequestAuthorizer::class.java).toList() shouldBe
                            listOf("ordersRequestAuthorizer")
                    }
            }
        }

        for ((name, call) in clients) {
            test("$name makes clients that send the token to the origin alone, and one request brings it") {
                StubApi().use { api ->
                    StubApi().use { other ->
                        val before = login.count(ServerEndpoint.TOKEN)
                        runnerOf(api).started { context ->
                            repeat(2) { call(context, "${api.url}/x") }
                            call(context, "${other.url}/x")
                        }
                        api.requests.map { it.authorization!!.substringBefore("-") }.distinct() shouldBe listOf("Bearer access")
                        api.requests.map { it.authorization }.distinct().size shouldBe 1
                        other.requests.single().authorization shouldBe null
                        login.count(ServerEndpoint.TOKEN) shouldBe before + 1
                    }
                }
            }

            test("$name makes clients that follow no redirect with a token, and all others") {
                StubApi().use { other ->
                    val redirect = { _: Arrived -> Reply(302, "", mapOf("Location" to "${other.url}/to")) }
                    StubApi(redirect).use { api ->
                        StubApi(redirect).use { third ->
                            runnerOf(api).started { context ->
                                call(context, "${api.url}/from")
                                other.requests.shouldBeEmpty()
                                call(context, "${third.url}/from")
                                other.requests.single().authorization shouldBe null
                            }
                        }
                    }
                }
            }

            test("$name is left alone if it is not to be customized") {
                StubApi().use { api ->
                    runnerOf(api).withPropertyValues("oidc-auth.customize-builders=false").started { call(it, "${api.url}/x") }
                    api.requests.single().authorization shouldBe null
                }
            }

            test("$name is left alone without a client") {
                StubApi().use { api ->
                    springBoot().started { call(it, "${api.url}/x") }
                    api.requests.single().authorization shouldBe null
                }
            }
        }

        test("the beans of a client have its name, and are found by it as qualifier") {
            StubApi().use { api ->
                runnerOf(api).withClient(
                    "mail",
                    "token-endpoint=${login.url}/token",
                    "client-id=shop",
                    "client-secret=secret",
                ).withBean(Injected::class.java).started { context ->
                    context.getBeanNamesForType(TokenSource::class.java).toList() shouldContainExactlyInAnyOrder
                        listOf("ordersTokenSource", "mailTokenSource")
                    context.getBeanNamesForType(RequestAuthorizer::class.java).toList() shouldBe listOf("ordersRequestAuthorizer")
                    val source = context.getBean("ordersTokenSource", BlockingTokenSource::class.java)
                    context.getBean<Injected>().tokens shouldBe source
                    source.token().accessToken shouldStartWith "access-"
                }
            }
        }

        test("a bean of the application takes the place of the one of its name") {
            StubApi().use { api ->
                val own = BlockingTokenSource.of("own")
                springBoot().withClient("orders", "origins=${api.url}")
                    .withBean("ordersTokenSource", BlockingTokenSource::class.java, { own })
                    .started { context -> clients.getValue("RestClient.Builder")(context, "${api.url}/x") }
                api.requests.single().authorization shouldBe "Bearer own"
            }
        }

        test("a bean of the application may be a source of Kotlin") {
            StubApi().use { api ->
                springBoot().withClient("orders", "origins=${api.url}")
                    .withBean("ordersTokenSource", TokenSource::class.java, { TokenSource.of("own") })
                    .started { context -> clients.getValue("RestClient.Builder")(context, "${api.url}/x") }
                api.requests.single().authorization shouldBe "Bearer own"
            }
        }

        test("an authorizer of the application is used as well") {
            StubApi().use { api ->
                springBoot().withBean(RequestAuthorizer::class.java, { RequestAuthorizer.of(TokenSource.of("own"), api.url) })
                    .started { context -> clients.values.forEach { it(context, "${api.url}/x") } }
                api.requests.map { it.authorization } shouldBe List(clients.size) { "Bearer own" }
            }
        }

        test("an application starts without its authorization server, and the first request says what is missing") {
            StubApi().use { api ->
                val closed = ScriptedLoginServer.start().also { it.close() }
                springBoot().withClient(
                    "orders",
                    "issuer=${closed.url}",
                    "client-id=shop",
                    "client-secret=secret",
                    "origins=${api.url}",
                ).started { context ->
                    shouldThrow<TransportException> { clients.getValue("RestClient.Builder")(context, "${api.url}/x") }
                }
                api.requests.shouldBeEmpty()
            }
        }

        test("a bean of the application keeps the tokens") {
            StubApi().use { api ->
                val store = InMemoryTokenStore()
                runnerOf(api).withClient("orders", "store=ours").withBean("ours", InMemoryTokenStore::class.java, { store })
                    .started { context -> clients.getValue("RestClient.Builder")(context, "${api.url}/x") }
                runBlocking { store.keys() }.size shouldBe 1
            }
        }

        test("a user who has logged in needs no secret") {
            val store = InMemoryTokenStore()
            runBlocking { store.put(TokenKey.of(HOST), Token("of a user")) }
            springBoot().withClient("orders", "grant=user", "host=$HOST", "store=ours")
                .withBean("ours", InMemoryTokenStore::class.java, { store })
                .started { context ->
                    context.getBean("ordersTokenSource", BlockingTokenSource::class.java).token().accessToken shouldBe "of a user"
                }
        }

        test("an application without WebFlux starts, and one without RestClient too") {
            StubApi().use { api ->
                val classes = arrayOf("org.springframework.web.reactive", "reactor", "org.springframework.boot.webclient")
                runnerOf(api, imperativeSpringBoot()).withClassLoader(FilteredClassLoader(*classes)).started { context ->
                    clients.getValue("RestClient.Builder")(context, "${api.url}/x")
                }
                val restClient = arrayOf("org.springframework.boot.restclient", "org.springframework.web.client")
                runnerOf(api, reactiveSpringBoot()).withClassLoader(FilteredClassLoader(*restClient)).started { context ->
                    clients.getValue("WebClient.Builder")(context, "${api.url}/x")
                }
                api.requests.size shouldBe 2
            }
        }

        test("a request factory is a bean as before, and is closed") {
            StubApi().use { api ->
                runnerOf(api).started { context ->
                    val factory = context.getBean<ClientHttpRequestFactory>()
                    RestClient.builder().requestFactory(factory).build().get().uri("${api.url}/x").retrieve().toBodilessEntity()
                }
                api.requests.single().authorization shouldBe null
            }
        }

        test("properties show no secret") {
            StubApi().use { api ->
                runnerOf(api).started { context ->
                    "${context.getBean<OidcAuthProperties>()}" shouldNotContain "secret"
                }
            }
        }
    })

internal class Injected(
    @param:Qualifier("orders") val tokens: TokenSource,
)

private const val HOST = "https://myapp.example.com"
