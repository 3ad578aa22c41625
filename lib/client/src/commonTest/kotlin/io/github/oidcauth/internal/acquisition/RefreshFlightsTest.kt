package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class RefreshFlightsTest :
    FunSpec({
        val storeKey = Prompts.StoreKey("store", TokenKey.of("https://h.example"))

        test("while somebody is in a flight there is one, and afterwards there is none") {
            runTest {
                val flights = RefreshFlights()
                flights.isEmpty shouldBe true
                val leader =
                    launch {
                        flights.join(storeKey, RefreshFlights.Purpose.USABLE, { true }) { publish ->
                            delay(1.seconds)
                            publish(RefreshFlights.Result("leader"))
                        }
                    }
                runCurrent()
                flights.isEmpty shouldBe false
                leader.join()
                flights.isEmpty shouldBe true
            }
        }

        test("a caller that accepts no result works for itself, after three flights") {
            runTest {
                val flights = RefreshFlights()
                val published = mutableListOf<RefreshFlights.Result>()
                var looks = 0
                val result =
                    flights.join(
                        storeKey,
                        RefreshFlights.Purpose.NEWER,
                        isSuitable = {
                            check(++looks <= 3) { "This caller goes on for ever." }
                            false
                        },
                    ) { publish -> RefreshFlights.Result(published.size).also { published += it }.let(publish) }
                looks shouldBe 3
                published.size shouldBe 4
                result shouldBeSameInstanceAs published.last()
            }
        }

        test("a caller for a usable token and a caller for a newer one do not share a flight") {
            runTest {
                val flights = RefreshFlights()
                val results =
                    RefreshFlights.Purpose.entries.map { purpose ->
                        async {
                            flights.join(storeKey, purpose, { true }) { publish ->
                                delay(1.seconds)
                                publish(RefreshFlights.Result(purpose))
                            }
                        }
                    }
                results.map { it.await().leader } shouldBe RefreshFlights.Purpose.entries
            }
        }

        context("a failure that every configuration would meet") {
            mapOf<AuthException, Boolean>(
                TransportException(Fault.TIMEOUT, "No response.") to true,
                StoreException("The disk is full.") to true,
                ServerErrorException(OAuthError("server_error")) to true,
                TemporarilyUnavailableException(OAuthError("temporarily_unavailable")) to true,
                SlowDownException(OAuthError("slow_down")) to true,
                HttpException("Oops.", null, 500) to true,
                HttpException("Oops.", null, 503) to true,
                HttpException("Who knows.", null, 499) to false,
                HttpException("Go away.", null, 403) to false,
                InvalidClientException(OAuthError("invalid_client")) to false,
            ).forEach { (failure, isSharedFailure) ->
                test("${failure::class.simpleName} with status ${failure.statusCode}: $isSharedFailure") {
                    RefreshFlights.Result("leader", failure = failure).isSharedFailure shouldBe isSharedFailure
                }
            }

            test("none is none") {
                RefreshFlights.Result("leader").isSharedFailure shouldBe false
            }
        }
    })
