package io.github.oidcauth.internal.servers

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class RefreshTokenAdviceTest :
    FunSpec({
        val intro = "The token for https://idp.example has no refresh token: log in again when it expires. "

        fun text(scope: String?, supported: List<String>?) = RefreshTokenAdvice.text("https://idp.example", scope, supported)

        test("the scope that was requested is repeated with offline_access, as a shell needs it") {
            text("openid", listOf("openid", "offline_access")) shouldBe
                intro + "To stay logged in, request the scope offline_access too: --scope 'openid offline_access'."
            text(null, null) shouldBe intro + "To stay logged in, request the scope offline_access too: --scope offline_access."
        }

        test("a server that names its scopes, and not this one, decides by its settings") {
            text("openid", listOf("openid")) shouldBe
                intro + "The server has no scope offline_access: its settings for this client decide on refresh tokens."
        }

        test("who has requested it already is sent to the settings of the client") {
            text("openid offline_access", listOf("openid")) shouldBe
                intro + "The scope offline_access was requested, so have refresh tokens allowed for this client at the server."
        }
    })
