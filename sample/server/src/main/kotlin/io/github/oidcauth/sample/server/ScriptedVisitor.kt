package io.github.oidcauth.sample.server

import org.jsoup.nodes.Document
import java.net.URI

/**
 * A user at a browser, for tests: goes through the pages of a [SampleServer] over HTTP, with cookies, forms, CSRF tokens and
 * redirects. It reads the pages, so it notices when they break.
 *
 * A visitor keeps its session from one call to the next, as a browser does; make a new one for a user who is not signed in.
 * Calls block, throw [IllegalStateException] if a page is not what was expected, and [java.io.IOException] if a server does
 * not respond. Use an instance from one thread at a time.
 *
 * @param username the name to sign in with
 * @param password the password to sign in with
 */
public class ScriptedVisitor
    @JvmOverloads
    constructor(
        private val username: String = "alice",
        private val password: String = "alice",
    ) {
        private val browser = Browser()

        /**
         * Opens [verificationUri], signs in if asked to, types [userCode] if the page does not know it yet, and allows the device
         * what it asks for (RFC 8628 §3.3).
         */
        public fun approveDevice(
            verificationUri: String,
            userCode: String,
        ) {
            respondToDevice(verificationUri, userCode, allow = true, lastPage = "Device connected")
        }

        /** The same as [approveDevice], but cancels at the end. */
        public fun denyDevice(
            verificationUri: String,
            userCode: String,
        ) {
            respondToDevice(verificationUri, userCode, allow = false, lastPage = "Device refused")
        }

        /**
         * Opens [authorizationUrl], which is the provider's authorization request or the application's login route that leads
         * to it, signs in if asked to, consents, and follows the redirect to the callback.
         *
         * @param redirectUri where the login ends; needed if the URL names only a pushed request (RFC 9126 §4)
         * @return the status of the response to the callback
         */
        @JvmOverloads
        public fun signIn(
            authorizationUrl: String,
            redirectUri: String? = null,
        ): Int = respondToLogin(authorizationUrl, redirectUri, allow = true)

        /** The same as [signIn], but cancels at the consent page and follows the redirect that carries the error. */
        @JvmOverloads
        public fun refuse(
            authorizationUrl: String,
            redirectUri: String? = null,
        ): Int = respondToLogin(authorizationUrl, redirectUri, allow = false)

        /**
         * Opens [approvalUrl], which is [SampleServer.approvalUrl], signs in if asked to, and allows what a client asks for
         * in the background (CIBA).
         *
         * @param bindingMessage the message of the request to respond to; null is the newest. That it is the same as at the
         *     client is for a user to compare.
         */
        @JvmOverloads
        public fun approveBackchannel(
            approvalUrl: String,
            bindingMessage: String? = null,
        ) {
            respondToBackchannel(approvalUrl, Responses(null, allow = true, bindingMessage), lastPage = "Sign-in allowed")
        }

        /** The same as [approveBackchannel], but cancels. */
        @JvmOverloads
        public fun denyBackchannel(
            approvalUrl: String,
            bindingMessage: String? = null,
        ) {
            respondToBackchannel(approvalUrl, Responses(null, allow = false, bindingMessage), lastPage = "Sign-in refused")
        }

        /** The input of the user. */
        private class Responses(
            val userCode: String?,
            val allow: Boolean,
            val bindingMessage: String? = null,
        )

        private fun respondToBackchannel(
            approvalUrl: String,
            responses: Responses,
            lastPage: String,
        ): Unit = expectPage(walk(URI(approvalUrl), null, responses), lastPage)

        private fun respondToDevice(
            verificationUri: String,
            userCode: String,
            allow: Boolean,
            lastPage: String,
        ) {
            expectPage(walk(URI(verificationUri), null, Responses(userCode, allow)), lastPage)
        }

        private fun expectPage(
            end: Browser.Landing,
            heading: String,
        ) {
            when (end) {
                is Browser.Landing.Page -> check(end.status == 200 && end.heading == heading) {
                    "Expected the page '$heading', but ${end.description}."
                }

                is Browser.Landing.Callback -> error("This login led to a callback.")
            }
        }

        private fun respondToLogin(
            authorizationUrl: String,
            givenRedirectUri: String?,
            allow: Boolean,
        ): Int {
            val start = URI(authorizationUrl)
            val redirectUri =
                checkNotNull(givenRedirectUri ?: Browser.parameter(start, "redirect_uri")) {
                    "The URL to sign in at carries no redirect_uri."
                }
            return when (val end = walk(start, redirectUri, Responses(null, allow))) {
                is Browser.Landing.Callback -> end.status
                is Browser.Landing.Page -> error("The login ended without a callback: ${end.description}.")
            }
        }

        /** Responds to each page until there is one without a form to fill in, or the callback. */
        private fun walk(
            start: URI,
            callback: String?,
            responses: Responses,
        ): Browser.Landing {
            var landing = browser.open(start, callback)
            val responded = mutableSetOf<String>()
            while (landing is Browser.Landing.Page) {
                val page = landing
                val (kind, response) = respond(page.document, responses) ?: return page
                check(responded.add(kind)) { "The $kind page came back: ${page.warning ?: page.description}." }
                landing = browser.submit(response, callback)
            }
            return landing
        }

        private fun respond(
            page: Document,
            responses: Responses,
        ): Pair<String, FilledForm>? {
            page.selectFirst("form:has(input[type=password])")?.let {
                return "sign-in" to FilledForm(it, mapOf("username" to username, "password" to password))
            }
            page.selectFirst("form:has(input[name=user_code]:not([type=hidden]))")?.let {
                val code = checkNotNull(responses.userCode) { "A page asks for a device code in a login without a device." }
                return "device code" to FilledForm(it, mapOf("user_code" to code))
            }
            page.select("section:has(form.allow)").firstOrNull {
                responses.bindingMessage in
                    listOf(null, it.selectFirst(".message")?.text())
            }?.let {
                return "approval" to
                    FilledForm(
                        checkNotNull(it.selectFirst(if (responses.allow) "form.allow" else "form.refuse")) {
                            "A question without a response."
                        },
                        emptyMap(),
                    )
            }
            val consent = page.selectFirst(if (responses.allow) "form#allow" else "form#refuse")
            return consent?.let { "consent" to FilledForm(it, emptyMap()) }
        }
    }
