package io.github.oidcauth

/**
 * Thrown when a setting other than the host cannot work. The message names the setting and a valid value. It is public so
 * that your own stores can throw it; put no secret into the message.
 */
public class InvalidConfigException(message: String) : AuthException(message)
