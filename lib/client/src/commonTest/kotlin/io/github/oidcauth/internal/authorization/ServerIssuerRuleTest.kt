package io.github.oidcauth.internal.authorization

import io.github.oidcauth.oauth2.IssuerCheck
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.string.shouldContain

class ServerIssuerRuleTest :
    FunSpec({
        fun rule(
            issuer: String? = "https://as.example",
            isRequired: Boolean = false,
            check: IssuerCheck = IssuerCheck.Exact,
        ) = ServerIssuerRule(check, issuer, isRequired)

        test("the issuer is the server's, to the last slash: RFC 9207 §2.4") {
            rule().fault("https://as.example").shouldBeNull()
            listOf(
                "https://as.example/",
                "https://AS.example",
                "https://as.example:443",
                "https://evil.example",
                "as.example",
                " ",
            )
                .forEach { withClue(it) { rule().fault(it).shouldNotBeNull() shouldContain "another server" } }
        }

        test("a missing issuer is wrong where the server says that it names itself, and nowhere else") {
            rule(isRequired = true).fault(null).shouldNotBeNull() shouldContain "always names"
            rule(isRequired = true).fault("https://as.example").shouldBeNull()
            rule(isRequired = false).fault(null).shouldBeNull()
        }

        test("an issuer that there is nothing to compare with is not believed") {
            rule(issuer = null).fault("https://as.example").shouldNotBeNull() shouldContain "metadata"
            rule(issuer = null).fault(null).shouldBeNull()
        }

        test("an issuer that is named elsewhere than where it is found is compared all the same") {
            val check = IssuerCheck.Named("https://b2c.example/1/v2.0/")
            rule("https://b2c.example/1/v2.0/", check = check).fault("https://b2c.example/1/v2.0/").shouldBeNull()
            rule("https://b2c.example/1/v2.0/", check = check).fault("https://b2c.example/t/p/v2.0").shouldNotBeNull()
        }

        test("a template takes any one tenant, and no other path") {
            val template = "https://login.example/{tenantid}/v2.0"
            val rule = rule(template, check = IssuerCheck.Template(template))
            rule.fault("https://login.example/72f988bf-86f1/v2.0").shouldBeNull()
            listOf(
                template,
                "https://login.example//v2.0",
                "https://login.example/a/b/v2.0",
                "https://login.example/a/v2.0/",
                "https://login.example/a/v1.0",
                "https://evil.example/a/v2.0",
                "https://login.example/a",
                "https://login.example/a%2Fb/v2.0",
            ).forEach { withClue(it) { rule.fault(it).shouldNotBeNull() } }
        }

        test("a request to one tenant accepts a response from that one alone, though there are many") {
            val template = "https://login.example/{tenantid}/v2.0"
            val rule = rule("https://login.example/a/v2.0", check = IssuerCheck.Template(template))
            rule.fault("https://login.example/a/v2.0").shouldBeNull()
            listOf("https://login.example/b/v2.0", template).forEach { withClue(it) { rule.fault(it).shouldNotBeNull() } }
        }
    })
