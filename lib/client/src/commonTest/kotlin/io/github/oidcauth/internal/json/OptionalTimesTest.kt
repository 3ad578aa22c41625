package io.github.oidcauth.internal.json

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.jsonObject
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

private const val NOW = 1_800_000_000L

class OptionalTimesTest :
    FunSpec({
        fun fault(json: String) =
            checkNotNull(parseJson(json)).jsonObject.optionalTimesFault(Instant.fromEpochSeconds(NOW), 60.seconds)

        listOf("{}", """{"exp":null,"nbf":null}""", """{"exp":${NOW - 59}}""", """{"nbf":${NOW + 60}}""").forEach { json ->
            test("$json is valid") { fault(json).shouldBeNull() }
        }

        mapOf(
            """{"exp":${NOW - 60}}""" to "it has expired (exp)",
            """{"nbf":${NOW + 61}}""" to "it is not valid yet (nbf)",
            """{"exp":"${NOW + 600}"}""" to "its exp is not a time",
            """{"exp":""}""" to "its exp is not a time",
            """{"nbf":[]}""" to "its nbf is not a time",
            """{"nbf":true}""" to "its nbf is not a time",
        ).forEach { (json, why) -> test("of $json is said: $why") { fault(json) shouldBe why } }
    })
