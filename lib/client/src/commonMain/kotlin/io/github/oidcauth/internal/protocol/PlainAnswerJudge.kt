package io.github.oidcauth.internal.protocol

/** Judges answers whose parameters are what they are: RFC 6749 §4.1.2, §4.1.2.1, RFC 9207. */
internal class PlainAnswerJudge(
    private val content: AnswerContent,
    private val issuers: AnswerIssuerRule,
) : AnswerJudge {
    override fun judge(parameters: Map<String, List<String>>): AnswerVerdict {
        if (!content.isOurState(parameters["state"]?.singleOrNull())) return AnswerContent.unrelated(AnswerContent.OTHER_STATE)
        // RFC 6749 §3.1: none may be there twice.
        if (AnswerContent.NAMES.any { (parameters[it]?.size ?: 0) > 1 }) return AnswerContent.unusable("one parameter twice")
        val answer = parameters.filterValues { it.size == 1 }.mapValues { it.value.single() }
        val issuer = answer["iss"]?.ifEmpty { null }
        // Before anything else of it counts: an error, too, may be one that another server wants us to believe (RFC 9207 §2.4).
        issuers.fault(issuer)?.let { return AnswerContent.unusable(it) }
        if (!answer["response"].isNullOrEmpty()) return AnswerContent.unusable("a signed answer that was not asked for")
        return content.judge(answer, issuer)
    }
}
