package io.github.oidcauth.internal.callback

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.internal.text.equalsInConstantTime
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf

class CallbackValidatorTest :
    FunSpec({
        val validator = validatorOf("a|http://localhost:53100/callback|ver if+ier")
        val state = "state=a%7Chttp%3A%2F%2Flocalhost%3A53100%2Fcallback%7Cver+if%2Bier"

        fun validate(target: String) = validator.validate("GET", target)

        fun accepted(target: String) = validate(target).shouldBeInstanceOf<CallbackResult.Accepted>().callback.code

        fun failed(target: String): AuthException = validate(target).shouldBeInstanceOf<CallbackResult.Failed>().cause

        test("a code with the expected state is accepted, whatever else is there") {
            accepted("/callback?code=abc&$state") shouldBe "abc"
            accepted("/callback?$state&code=abc") shouldBe "abc"
            accepted("/callback?code=abc&$state&session_state=1&iss=https%3A%2F%2Fidp&scope=a+b&scope=c&flag") shouldBe "abc"
        }

        test("a code is percent-decoded once, plus being a space") {
            accepted("/callback?$state&code=4%2F0A%2BB%253D+c") shouldBe "4/0A+B%3D c"
        }

        test("nothing is accepted without the expected state, exactly once") {
            listOf(
                "/callback",
                "/callback?",
                "/callback?code=abc",
                "/callback?code=abc&state",
                "/callback?code=abc&state=",
                "/callback?code=abc&state=wrong",
                "/callback?code=abc&$state&$state",
                "/callback?code=abc&state=wrong&$state",
                "/callback?code=abc&$state&state=",
                "/callback?code=abc&${state}x",
                "/callback?code=abc&${state.dropLast(1)}",
                "/callback?code=abc&State=${state.substringAfter('=')}",
                "/callback?code=abc;$state",
                "/callback?error=access_denied",
                "/callback?error=access_denied&state=wrong",
            ).forEach { withClue(it) { validate(it) shouldBe CallbackResult.Unrelated } }
        }

        test("nothing is accepted on another path, however it is spelled") {
            listOf(
                "/",
                "*",
                "/callback/",
                "//callback",
                "/Callback",
                "/callbac%6B",
                "/%63allback",
                "/x/../callback",
                "/./callback",
                "/callback%3F",
                "/callback;a=b",
                "/callback\\",
                "/callback%00",
                "callback",
                "http://localhost:53100/callback",
            ).forEach { withClue(it) { validate("$it?code=abc&$state") shouldBe CallbackResult.Unrelated } }
        }

        test("a target with a fragment is no request of a browser") {
            listOf("/callback#?code=abc&$state", "/callback?code=abc&$state#", "/callback?code=abc&$state#code=x").forEach {
                withClue(it) { validate(it) shouldBe CallbackResult.Unrelated }
            }
        }

        test("only GET is a browser coming back") {
            listOf("POST", "HEAD", "OPTIONS", "PUT", "get", "").forEach {
                withClue(it) { validator.validate(it, "/callback?code=abc&$state") shouldBe CallbackResult.Unrelated }
            }
        }

        test("malformed percent-encoding is unrelated, in every parameter") {
            listOf("code=%", "code=%4", "code=%zz", "code=abc&x=%g1", "code=abc&%=1", "code=%u0041").forEach {
                withClue(it) { validate("/callback?$state&$it") shouldBe CallbackResult.Unrelated }
            }
        }

        test("a target of 16 KiB is validated and a longer one is not") {
            val target = "/callback?$state&code="
            accepted(target + "c".repeat(16_384 - target.length)).length shouldBe 16_384 - target.length
            validate(target + "c".repeat(16_385 - target.length)) shouldBe CallbackResult.Unrelated
        }

        test("many parameters are validated like a few") {
            accepted("/callback?" + "a&".repeat(2000) + "code=abc&$state&" + "b&".repeat(2000)) shouldBe "abc"
        }

        test("an error with the expected state fails the login with its class, description and link") {
            val error = failed("/callback?error=access_denied&error_description=No+way&error_uri=https%3A%2F%2Fidp%2Fwhy&$state")
            error.shouldBeInstanceOf<AuthorizationDeniedException>()
            error.errorDescription shouldBe "No way"
            error.errorUri shouldBe "https://idp/why"
        }

        test("an error counts more than a code beside it: RFC 6749 §4.1.2.1 knows no response with both") {
            failed("/callback?code=abc&error=access_denied&$state").shouldBeInstanceOf<AuthorizationDeniedException>()
        }

        test("an error is cleaned of what a terminal would obey") {
            val error = failed("/callback?error=odd%1B%5B2J&error_description=a%0D%0Ab%1B%5D0%3Bc%07%E2%80%AEd&$state")
            error.shouldBeInstanceOf<OtherOAuthException>().error shouldBe "odd [2J"
            error.errorDescription shouldBe "a  b ]0;c  d"
        }

        test("an error that repeats our state or verifier does not bring it into logs") {
            val state = "random|http://localhost:53100/callback|s3cret/verifier"
            val request =
                pendingLogin("http://localhost:53100/callback", state, "s3cret/verifier")
            listOf(
                "error=access_denied&error_description=for+$state",
                "error=access_denied&error_description=for+s3cret/verifier",
                "error=access_denied&error_uri=https://idp/?x=s3cret%252Fverifier",
                "error=s3cret/verifier",
            ).forEach {
                val result = CallbackValidator(request).validate("GET", "/callback?$it&state=$state")
                val error = result.shouldBeInstanceOf<CallbackResult.Failed>().cause as OAuthException
                "$error ${error.error} ${error.errorDescription} ${error.errorUri}" shouldNotContain "s3cret"
            }
        }

        test("a parameter without a value counts as left out: RFC 6749 §3.1") {
            accepted("/callback?error=&code=abc&$state") shouldBe "abc"
            failed("/callback?error=access_denied&error_description=&$state")
                .shouldBeInstanceOf<AuthorizationDeniedException>()
                .errorDescription shouldBe null
        }

        test("a callback that is ours but brings neither code nor error cannot be used") {
            listOf("", "&code", "&code=", "&error=", "&code=&error=", "&Code=abc", "&error=%00").forEach {
                withClue(it) { failed("/callback?$state$it").shouldBeInstanceOf<InvalidResponseException>() }
            }
        }

        test("a callback that is ours but repeats a parameter cannot be used: RFC 6749 §3.1") {
            listOf(
                "code=abc&code=abc",
                "code=abc&code=",
                "error=access_denied&error=server_error",
                "error=access_denied&error_description=a&error_description=b",
                "error=access_denied&error_uri=a&error_uri=b",
            ).forEach { withClue(it) { failed("/callback?$state&$it").shouldBeInstanceOf<InvalidResponseException>() } }
        }

        test("a code of other than printable ASCII cannot be used: RFC 6749 appendix A.11") {
            listOf("a%00", "a%0D%0AX-Header:%20b", "%1B%5B2J", "%7F", "%C3%A4", "%FF", "%E2%80%AE").forEach {
                val error = withClue(it) { failed("/callback?$state&code=$it") }
                error.shouldBeInstanceOf<InvalidResponseException>().message shouldNotContain "X-Header"
            }
        }

        test("a request without a state gets its response from nothing") {
            val stateless = validatorOf("")
            listOf("", "&state", "&state=", "&state=abc").forEach {
                withClue(it) { stateless.validate("GET", "/callback?code=abc$it") shouldBe CallbackResult.Unrelated }
            }
        }

        test("a pasted address is validated like a request") {
            listOf(
                "http://localhost:53100/callback?code=abc&$state",
                "  \"http://localhost:53100/callback?code=abc&$state\" \r\n",
                "<http://localhost:53100/callback?code=abc&$state>",
                "localhost:53100/callback?code=abc&$state",
                "http://localhost:53100/callback?code=abc&$state#",
                "http://localhost:53100/callback?code=abc&$state#_=_",
            ).forEach {
                withClue(it) {
                    validator.validatePasted(it).shouldBeInstanceOf<CallbackResult.Accepted>().callback.code shouldBe
                        "abc"
                }
            }
            validator
                .validatePasted("http://localhost:53100/callback?error=access_denied&$state")
                .shouldBeInstanceOf<CallbackResult.Failed>()
        }

        test("a pasted address of another place is unrelated") {
            listOf(
                "",
                "abc",
                "code=abc&$state",
                "/callback?code=abc&$state",
                "https://localhost:53100/callback?code=abc&$state",
                "http://localhost:531000/callback?code=abc&$state",
                "http://localhost:5310/callback?code=abc&$state",
                "http://localhost/callback?code=abc&$state",
                "http://localhost:53100.evil.example/callback?code=abc&$state",
                "http://localhost:53100@evil.example/callback?code=abc&$state",
                "http://localhost:53100/other?code=abc&$state",
                "http://localhost:53100/callback#?code=abc&$state",
                "http://localhost:53100/callback?code=abc&state=wrong",
                "http://localhost:53100/callback?code=a bc&$state",
                "http://localhost:53100/callback?code=a\u0000bc&$state",
            ).forEach { withClue(it) { validator.validatePasted(it) shouldBe CallbackResult.Unrelated } }
        }

        context("a form") {
            val form = "code=abc&$state"
            val posted = validatorOf("a|http://localhost:53100/callback|ver if+ier", mode = ResponseMode.FORM_POST)

            test("that nobody asked for is unrelated") {
                validator.acceptsForm shouldBe false
                validator.validate("POST", "/callback", form) shouldBe CallbackResult.Unrelated
            }

            test("that was asked for is validated like a query") {
                posted.acceptsForm shouldBe true
                posted.validate("POST", "/callback", form).shouldBeInstanceOf<CallbackResult.Accepted>().callback.code shouldBe
                    "abc"
                posted
                    .validate("POST", "/callback", "error=access_denied&$state")
                    .shouldBeInstanceOf<CallbackResult.Failed>()
                    .cause
                    .shouldBeInstanceOf<AuthorizationDeniedException>()
                posted.validate("POST", "/callback", "code=abc&code=abc&$state").shouldBeInstanceOf<CallbackResult.Failed>()
            }

            test("that is missing, forged, or for another path is unrelated") {
                listOf(
                    posted.validate("POST", "/callback"),
                    posted.validate("POST", "/callback?$form"),
                    posted.validate("POST", "/callback?$form", "x=y"),
                    posted.validate("POST", "/callback?x=y", form),
                    posted.validate("POST", "/callback/", form),
                    posted.validate("PUT", "/callback", form),
                    posted.validate("GET", "/callback", form),
                    posted.validate("POST", "/callback", ""),
                    posted.validate("POST", "/callback", "code=abc&state=wrong"),
                    posted.validate("POST", "/callback", "$form&$state"),
                    posted.validate("POST", "/callback", "$form\r\n"),
                    posted.validate("POST", "/callback", "$form&x=\u00e4"),
                ).forEachIndexed { i, result -> withClue(i) { result shouldBe CallbackResult.Unrelated } }
            }

            test("of 64 KiB is validated and a longer one is not") {
                val long = (form + "&pad=").padEnd(65_536, 'x')
                posted.validate("POST", "/callback", long).shouldBeInstanceOf<CallbackResult.Accepted>()
                posted.validate("POST", "/callback", long + "x") shouldBe CallbackResult.Unrelated
            }
        }

        test("a redirect URI without a path is asked for with a slash") {
            val bare = validatorOf("s", "http://127.0.0.1:53100")
            bare.validate("GET", "/?code=abc&state=s").shouldBeInstanceOf<CallbackResult.Accepted>()
            bare.validatePasted("http://127.0.0.1:53100/?code=abc&state=s").shouldBeInstanceOf<CallbackResult.Accepted>()
            bare.validateReturned("http://127.0.0.1:53100/?code=abc&state=s").shouldBeInstanceOf<CallbackResult.Accepted>()
            bare.validate("GET", "/callback?code=abc&state=s") shouldBe CallbackResult.Unrelated
            bare.validate("GET", "/127.0.0.1:53100?code=abc&state=s") shouldBe CallbackResult.Unrelated
            bare.validatePasted("http://localhost:53100/?code=abc&state=s") shouldBe CallbackResult.Unrelated
        }

        test("a redirect URI with another path or host is validated by these") {
            val other = validatorOf("s", "http://[::1]:53100/oauth2/back/")
            other.validate("GET", "/oauth2/back/?code=abc&state=s").shouldBeInstanceOf<CallbackResult.Accepted>()
            other.validatePasted("[::1]:53100/oauth2/back/?code=abc&state=s").shouldBeInstanceOf<CallbackResult.Accepted>()
            other.validate("GET", "/oauth2/back?code=abc&state=s") shouldBe CallbackResult.Unrelated
            other.validate("GET", "/callback?code=abc&state=s") shouldBe CallbackResult.Unrelated
        }

        test("texts are equal in constant time exactly when they are equal") {
            val texts = listOf("", "a", "b", "ab", "ba", "aa", "abab", "ä", "\u0000")
            texts.forEach { a -> texts.forEach { b -> withClue("$a $b") { equalsInConstantTime(a, b) shouldBe (a == b) } } }
        }
    })

private fun validatorOf(
    state: String,
    redirectUri: String = "http://localhost:53100/callback",
    mode: ResponseMode = ResponseMode.QUERY,
) = CallbackValidator(pendingLogin(redirectUri, state, mode = mode))
