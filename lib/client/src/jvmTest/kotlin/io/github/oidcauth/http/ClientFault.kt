package io.github.oidcauth.http

/** A mistake of a client, and the checks that find it. */
internal enum class ClientFault(
    vararg val caughtBy: String,
) {
    SENDS_TOKENS_EVERYWHERE(
        "a request to another port has no token",
        "a request to another name of the same server has no token",
        "an address that only looks like the origin gets no token",
        "a redirect to another origin gets no token",
        "a redirect to another origin gets no proof of a bound token either",
        "a redirect with user info to another server gets no token",
    ),
    KEEPS_HEADERS_AFTER_REDIRECT(
        "a redirect to another origin gets no token",
        "a redirect to another origin gets no proof of a bound token either",
        "a redirect of a bound token has a proof of its own",
        "a redirect to another name of the server gets no token",
    ),
    REPLACES_AUTHORIZATION("an Authorization header of the caller is left alone, and so is its 401"),
    NEVER_RETRIES(
        "a 401 with invalid_token leads to one more request, with another token",
        "a 401 without a challenge leads to another token",
        "a 401 with a challenge that names no error leads to another token",
        "a challenge is found among others",
        "a body is sent again as it was",
        "a nonce that the API requires is in the next proof, and in those of later requests",
        "insufficient_user_authentication has the user log in, and leads to one more request",
        "200 concurrent calls over an expiry make one refresh",
        "a late 401 makes no refresh",
        "insufficient_scope is reported with the scope that is wanted, and returned",
    ),
    RETRIES_FOR_EVER(
        "a server that always responds with 401 gets two requests",
        "a 401 for Basic alone is returned",
        "an API that no login satisfies has the user log in once",
        "an API that refuses every nonce is asked twice",
        "a response whose Retry-After is beyond the limit is returned at once",
        "Retry-After of a 401 is respected",
    ),
    REPEATS_EVERY_BODY("a body that can be sent only once is not sent again"),
    SENDS_PROOFS_TWICE(
        "a bound token that is refused is replaced, with another proof",
        "a nonce that the API requires is in the next proof, and in those of later requests",
    ),
    LEAVES_RESPONSES_OPEN("the refused response is closed, so that its connection serves again"),
    SENDS_WITHOUT_TOKEN("a source that fails reaches the caller, and nothing is sent"),
    BUFFERS_RESPONSES("a response is returned before its end, after a retry too"),
    SHOWS_TOKENS("a request to the origin has the token"),
}
