package io.github.oidcauth.testing.internal.server

/** What a user says to a login. */
internal enum class Decision { APPROVED, DENIED, PENDING }

/** What the user of the test says, and when. */
internal interface UserDecisions {
    /** To a login on another device that was polled [polls] times before. */
    fun onPoll(polls: Int): Decision

    /** In the browser. */
    fun onPage(): Decision
}
