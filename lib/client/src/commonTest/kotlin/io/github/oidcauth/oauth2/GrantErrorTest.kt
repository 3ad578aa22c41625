// Tests TokenEndpoint.
package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.OAuthException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

/** The values of a request that the error in response may contain, and those that it must not. */
@OptIn(DelicateOidcAuthApi::class)
class GrantErrorTest :
    FunSpec({
        test("a registered code stays what it is though a part of it was a secret of the request") {
            val bench = ClientBench { ScriptedResponse.error("invalid_client", status = 401) }

            shouldThrow<InvalidClientException> { bench.client().token(PasswordGrant("client", "invalid")) }
                .error shouldBe "invalid_client"
        }

        test("a code that is not valid of the registered ones does not repeat a secret of the request") {
            val bench = ClientBench { ScriptedResponse.error("no-such-user:alice") }

            shouldThrow<OAuthException> { bench.client().token(PasswordGrant("alice", "s3cret")) }
                .error shouldNotContain "alice"
        }

        test("the parameters of a grant of the server's own do not come back in an error") {
            val bench =
                ClientBench { ScriptedResponse.error("invalid_grant", more = """"error_description":"no badge b4dg3-4711"""") }
            val grant = CustomGrant("urn:example:grant-type:badge") { parameter("badge", "b4dg3-4711") }

            val refusal = shouldThrow<InvalidGrantException> { bench.client().token(grant) }

            refusal.toString() shouldNotContain "4711"
            refusal.detail.orEmpty() shouldNotContain "4711"
            refusal.errorDescription.orEmpty() shouldNotContain "4711"
        }
    })
