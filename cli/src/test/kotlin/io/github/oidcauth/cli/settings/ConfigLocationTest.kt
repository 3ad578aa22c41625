package io.github.oidcauth.cli.settings

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.file.Path

internal class ConfigLocationTest : FunSpec({
    fun path(
        vararg variables: Pair<String, String>,
        os: String = "Linux",
        home: String = "/home/alice",
    ): String? = ConfigLocation(mapOf(*variables)::get, os, home) { "/windows/$it" }.path()?.toString()

    test("the file is in the directory for settings of the system") {
        path() shouldBe "/home/alice/.config/oidc-auth/config.toml"
        path("HOME" to "/h") shouldBe "/h/.config/oidc-auth/config.toml"
        path("XDG_CONFIG_HOME" to "/x") shouldBe "/x/oidc-auth/config.toml"
        path("XDG_CONFIG_HOME" to "~/x") shouldBe "/home/alice/x/oidc-auth/config.toml"
        path("XDG_CONFIG_HOME" to "relative") shouldBe "/home/alice/.config/oidc-auth/config.toml"
        path(os = "Mac OS X") shouldBe "/home/alice/Library/Application Support/oidc-auth/config.toml"
        path(os = "Windows 11") shouldBe "/windows/oidc-auth/config.toml"
    }

    test("a variable names another file, and an empty one does not") {
        path("OIDC_AUTH_CONFIG" to "/etc/x.toml") shouldBe "/etc/x.toml"
        path("OIDC_AUTH_CONFIG" to "x.toml") shouldBe Path.of("x.toml").toAbsolutePath().toString()
        path("OIDC_AUTH_CONFIG" to " ") shouldBe "/home/alice/.config/oidc-auth/config.toml"
    }

    test("a user without a home has no file") {
        path(home = "?") shouldBe null
    }
})
