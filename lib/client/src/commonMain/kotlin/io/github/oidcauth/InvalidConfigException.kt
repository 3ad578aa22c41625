package io.github.oidcauth

/**
 * A setting, other than the host, cannot work. The message names it and says what can. Public, so that stores of your own can throw it;
 * put no secret into the message.
 */
public class InvalidConfigException(message: String) : AuthException(message)
