package io.github.oidcauth

/**
 * Puts something below a notebook's cell.
 *
 * It gets the same message twice and shows one of them. Must not throw.
 */
public fun interface NotebookDisplay {
    /** Shows [html], a fragment without scripts and external resources, or the plain [text]. */
    public fun show(
        html: String,
        text: String,
    )
}
