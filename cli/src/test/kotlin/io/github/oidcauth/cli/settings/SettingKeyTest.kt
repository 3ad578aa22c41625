package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.settings.SettingKey.Kind
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe

internal class SettingKeyTest : FunSpec({
    test("each option is a setting of its kind, unless it belongs to one run") {
        SettingsBench.keys.all.associate { it.name to it.kind }.shouldContainExactly(
            mapOf(
                "client_id" to Kind.TEXT,
                "client_secret_file" to Kind.TEXT,
                "scope" to Kind.LIST,
                "param" to Kind.LIST,
                "ports" to Kind.LIST,
                "redirect_uri" to Kind.TEXT,
                "timeout" to Kind.TEXT,
                "no_browser" to Kind.FLAG,
                "store" to Kind.TEXT,
            ),
        )
    }

    test("the default is what the help says, if it is one value") {
        SettingsBench.keys.find("scope")?.default shouldBe "openid"
        SettingsBench.keys.find("ports")?.default shouldBe null
        SettingsBench.keys.find("client_id")?.default shouldBe null
    }

    test("only a setting with several values has a plural") {
        SettingsBench.keys.find("params")?.name shouldBe "param"
        SettingsBench.keys.find("client_ids") shouldBe null
    }

    test("secrets and actions are no settings, files of secrets are") {
        listOf("client-secret", "password", "subject-token", "force", "all", "json").forEach {
            OneRunOptions.contains(it) shouldBe
                true
        }
        listOf("client-secret-file", "token-route", "flow", "account").forEach { OneRunOptions.contains(it) shouldBe false }
    }
})
