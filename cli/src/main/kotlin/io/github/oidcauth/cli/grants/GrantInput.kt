// Tested by GrantTokensTest.
package io.github.oidcauth.cli.grants

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.JwtBearerGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.Saml2BearerGrant
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenType
import io.github.oidcauth.oauth2.TypedToken

/** The files and types that a grant needs, as the command line names them. */
internal class GrantInput(
    private val name: GrantName,
    private val assertion: InputFile?,
    private val subject: InputFile?,
    private val subjectType: String?,
    private val actor: InputFile?,
    private val actorType: String?,
    private val requestedType: String?,
) {
    /** @throws UsageError if the grant has no use for an option, or lacks one. */
    fun requireComplete() {
        val forAssertions = listOf("--assertion-file" to (assertion != null))
        val forExchange =
            listOf(
                "--subject-token-file" to (subject != null),
                "--subject-token-type" to (subjectType != null),
                "--actor-token-file" to (actor != null),
                "--actor-token-type" to (actorType != null),
                "--requested-token-type" to (requestedType != null),
            )
        val isExchange = name == GrantName.TOKEN_EXCHANGE
        val unused = (if (name.needsAssertion) emptyList() else forAssertions) + (if (isExchange) emptyList() else forExchange)
        unused.firstOrNull { it.second }?.let {
            throw UsageError("--grant ${name.word} has no use for ${it.first}. Leave it out.")
        }
        if (name.needsAssertion && assertion == null) throw needs("--assertion-file FILE: the file with the assertion")
        if (isExchange && subject == null) throw needs("--subject-token-file FILE: the file with the token to exchange")
        if (actorType != null && actor == null) throw UsageError("--actor-token-type needs --actor-token-file.")
        listOfNotNull(subjectType, actorType, requestedType).forEach(::typeOf)
    }

    /** The files that are standard input. */
    val fromStandardInput: Int get() = listOfNotNull(assertion, subject, actor).count { it.isStandardInput }

    /** Reads the files, and returns the grant with [options]. Files are read each time, because others renew them. */
    suspend fun grant(options: RequestOptions): Grant =
        when (name) {
            GrantName.CLIENT_CREDENTIALS -> ClientCredentialsGrant(options)
            GrantName.JWT_BEARER -> JwtBearerGrant(checkNotNull(assertion).token(), options)
            GrantName.SAML2_BEARER -> Saml2BearerGrant(xml(checkNotNull(assertion).text()), options)
            GrantName.TOKEN_EXCHANGE -> exchange(options)
        }

    private suspend fun exchange(options: RequestOptions) =
        TokenExchangeGrant(
            TypedToken.of(checkNotNull(subject).token(), typeOf(subjectType ?: ACCESS_TOKEN)),
            actor?.let { TypedToken.of(it.token(), typeOf(actorType ?: ACCESS_TOKEN)) },
            requestedType?.let(::typeOf),
            options,
        )

    private fun xml(text: String): String {
        if (text.startsWith('<')) return text
        throw CommandFailure("The file that --assertion-file names is not XML. Pass the SAML assertion as XML, not encoded.")
    }

    private fun typeOf(name: String): TokenType =
        try {
            TokenType.of(name)
        } catch (e: IllegalArgumentException) {
            throw UsageError(e.message.orEmpty())
        }

    private fun needs(option: String) = UsageError("--grant ${name.word} needs $option. - is standard input.")

    private companion object {
        const val ACCESS_TOKEN = "access_token"
    }
}
