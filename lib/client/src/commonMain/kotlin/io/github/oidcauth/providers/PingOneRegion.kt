package io.github.oidcauth.providers

/** Where a PingOne environment is ("PingOne API domains"). */
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

    /** Asia and the Pacific, for environments that have been there for long. */
    ASIA_PACIFIC("asia"),
}
