package io.github.oidcauth.sample.server.pages

import org.springframework.security.web.csrf.CsrfToken

/** The pages that a user sees. */
internal object Pages {
    fun signIn(
        csrf: CsrfToken,
        failed: Boolean,
    ): String =
        page(
            "Sign in",
            warning("That user name and password do not match.".takeIf { failed }) +
                """
                <form method="post" action="/login">${csrf.field()}
                <label>User name<input name="username" autocomplete="username" autocapitalize="none" required autofocus></label>
                <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
                <button>Sign in</button>
                </form>
                <p class="quiet">User name and password are both <b>alice</b>, or both <b>bob</b>.</p>
                """.trimIndent(),
        )

    fun deviceCode(warning: String?): String =
        page(
            "Connect a device",
            warning(warning) +
                """
                <form method="get" action="/activate">
                <label>Code shown on the device<input class="code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="XXXX-XXXX" required autofocus></label>
                <button>Continue</button>
                </form>
                """.trimIndent(),
        )

    fun consent(prompt: ConsentPrompt): String {
        val action = if (prompt.userCode == null) "/oauth2/authorize" else "/oauth2/device_verification"
        val common =
            hidden("client_id", prompt.clientId) + hidden("state", prompt.state) +
                prompt.userCode?.let { hidden("user_code", it) }.orEmpty()
        val device = prompt.userCode?.let { "<p>Code on the device: <b>${it.html}</b></p>" }.orEmpty()
        val granted = prompt.scopes.joinToString("") { hidden("scope", it) }
        return page(
            "Allow ${prompt.clientName}?",
            """
            <p>Hello ${prompt.username.html}. <b>${prompt.clientName.html}</b> asks to:</p>
            $device<ul>${asked(prompt.scopes)}</ul>
            <form method="post" action="$action" id="allow">$common$granted<button>Allow</button></form>
            <form method="post" action="$action" id="refuse">$common<button class="second">Cancel</button></form>
            """.trimIndent(),
        )
    }

    fun approvals(
        prompts: List<ApprovalPrompt>,
        csrf: CsrfToken,
    ): String {
        if (prompts.isEmpty()) return notice("Nothing to allow", "Nobody asks to sign you in. Look again later.")
        val sections =
            prompts.joinToString("") { prompt ->
                val common = csrf.field() + hidden("request", prompt.handle)
                val message = prompt.message?.let { "<p>It shows: <b class=\"message\">${it.html}</b></p>" }.orEmpty()
                """
                <section><p><b>${prompt.clientName.html}</b> asks to:</p>$message<ul>${asked(prompt.scopes)}</ul>
                <form method="post" action="/approve" class="allow">$common${hidden(
                    "answer",
                    "allow",
                )}<button>Allow</button></form>
                <form method="post" action="/approve" class="refuse">$common${hidden(
                    "answer",
                    "refuse",
                )}<button class="second">Cancel</button></form>
                </section>
                """.trimIndent()
            }
        return page("Sign in elsewhere?", sections)
    }

    fun signOut(csrf: CsrfToken): String =
        page("Sign out?", """<form method="post" action="/logout">${csrf.field()}<button>Sign out</button></form>""")

    fun notice(
        title: String,
        text: String,
    ): String = page(title, "<p>${text.html}</p>")

    private val meanings =
        mapOf(
            "openid" to "Know who you are",
            "profile" to "See your name",
            "email" to "See your e-mail address",
            "offline_access" to "Stay signed in",
        )

    private fun asked(scopes: List<String>) = scopes.joinToString("") { "<li>${(meanings[it] ?: it).html}</li>" }

    private fun warning(text: String?) = text?.let { """<p class="warning" role="alert">${it.html}</p>""" }.orEmpty()

    private fun CsrfToken.field() = hidden(parameterName, token)
}
