package io.github.oidcauth

/**
 * Shows something below a notebook's cell.
 *
 * It receives the same message in two forms and shows one of them. It must not throw.
 */
public fun interface NotebookDisplay {
    /** Shows [html], a fragment without scripts and external resources, or the plain [text]. */
    public fun show(
        html: String,
        text: String,
    )
}
