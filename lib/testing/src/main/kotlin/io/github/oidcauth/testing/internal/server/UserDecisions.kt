package io.github.oidcauth.testing.internal.server

/** The decision of a user about a login. */
internal enum class Decision { APPROVED, DENIED, PENDING }

/** The decisions of the user of the test. */
internal interface UserDecisions {
    /** Returns the decision about a login on another device that was polled [polls] times before. */
    fun onPoll(polls: Int): Decision

    /** Returns the decision in the browser. */
    fun onPage(): Decision
}
