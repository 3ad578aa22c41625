package io.github.oidcauth.internal.callback

/** Validates responses that are not signed: RFC 6749 §4.1.2, §4.1.2.1, RFC 9207. */
internal class PlainResponseValidator(
    private val content: AuthorizationResponseContent,
    private val issuers: IssuerParameterRule,
) : AuthorizationResponseValidator {
    override fun validate(parameters: Map<String, List<String>>): AuthorizationResponseResult {
        val isOurs = content.matchesState(parameters["state"]?.singleOrNull())
        if (!isOurs) return AuthorizationResponseContent.unrelated(AuthorizationResponseContent.STATE_MISMATCH)
        // RFC 6749 §3.1: no parameter may occur twice.
        val isRepeated = AuthorizationResponseContent.NAMES.any { (parameters[it]?.size ?: 0) > 1 }
        if (isRepeated) return AuthorizationResponseContent.unusable("one parameter twice")
        val response = parameters.filterValues { it.size == 1 }.mapValues { it.value.single() }
        val issuer = response["iss"]?.ifEmpty { null }
        // The issuer comes first: an error, too, may come from another server (RFC 9207 §2.4).
        issuers.fault(issuer)?.let { return AuthorizationResponseContent.unusable(it) }
        if (!response["response"].isNullOrEmpty()) {
            return AuthorizationResponseContent.unusable(
                "a signed response that was not requested",
            )
        }
        return content.validate(response, issuer)
    }
}
