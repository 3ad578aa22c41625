package io.github.oidcauth

/**
 * Draws a login for a terminal, in addition to its text: as a QR code that a phone reads, or in large letters.
 *
 * The lines are printed as they are. Each must be narrower than the terminal. Text of a server must not be in them unless its control
 * characters have been removed. Must be thread-safe, and must not throw.
 */
public interface LoginPicture {
    /** Returns the lines to print below the user code of [code]; none if nothing fits in [space]. */
    public fun of(
        code: DeviceCode,
        space: TerminalSpace,
    ): List<String>

    /**
     * Returns the lines to print below the URL of [login]; none if nothing fits in [space]. A phone can complete this login only if
     * its port is 0: otherwise the browser comes back to this machine.
     */
    public fun of(
        login: BrowserLogin,
        space: TerminalSpace,
    ): List<String> = emptyList()
}
