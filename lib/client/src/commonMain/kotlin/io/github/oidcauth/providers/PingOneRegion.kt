package io.github.oidcauth.providers

/** The region of a PingOne environment ("PingOne API domains"). */
public enum class PingOneRegion(
    internal val topLevelDomain: String,
) {
    /** North America without Canada. */
    NORTH_AMERICA("com"),

    /** Canada. */
    CANADA("ca"),

    /** The European Union. */
    EUROPE("eu"),

    /** Australia. */
    AUSTRALIA("com.au"),

    /** Singapore. */
    SINGAPORE("sg"),

    /** Asia and the Pacific, for older environments. */
    ASIA_PACIFIC("asia"),
}
