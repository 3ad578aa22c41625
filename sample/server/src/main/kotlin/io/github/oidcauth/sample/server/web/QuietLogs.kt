package io.github.oidcauth.sample.server.web

import java.util.logging.Level
import java.util.logging.Logger

/** Keeps the chatter of Tomcat and Spring off standard error: warnings only. */
internal object QuietLogs {
    /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
    private val loggers = listOf("org.apache", "org.springframework").map(Logger::getLogger)

    fun apply(): Unit = loggers.filter { it.level == null }.forEach { it.level = Level.WARNING }
}
