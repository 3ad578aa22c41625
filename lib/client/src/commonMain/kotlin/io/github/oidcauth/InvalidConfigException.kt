package io.github.oidcauth

/** A setting, other than the host, cannot work. The message names it and says what can. */
public class InvalidConfigException internal constructor(message: String) : AuthException(message)
