package io.github.oidcauth.sample.server.web

import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.application.Provider
import io.github.oidcauth.sample.server.authorization.KnownKeys
import jakarta.servlet.DispatcherType
import jakarta.servlet.Filter
import jakarta.servlet.ServletContainerInitializer
import jakarta.servlet.ServletContext
import jakarta.servlet.http.HttpServletResponse
import org.apache.catalina.Globals
import org.apache.catalina.LifecycleException
import org.apache.catalina.connector.Connector
import org.apache.catalina.core.StandardContext
import org.apache.catalina.startup.Tomcat
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory
import org.apache.tomcat.util.descriptor.web.ErrorPage
import org.springframework.beans.BeansException
import org.springframework.beans.factory.getBean
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext
import org.springframework.web.servlet.DispatcherServlet
import java.net.BindException
import java.nio.file.Files
import java.nio.file.Path
import java.util.EnumSet

/** Tomcat on a loopback port with one Spring context in it. No auto-configuration: what runs is what is named here. */
internal class EmbeddedServer private constructor(
    private val tomcat: Tomcat,
    private val directory: Path,
) : AutoCloseable {
    /** Made here and not in the context: Tomcat takes threads that start there for leaks of the application. */
    private val http = Provider.httpClient()

    val url: String = "http://$LOOPBACK:${tomcat.connector.localPort}"

    private fun serve(
        settings: Settings,
        knownKeys: KnownKeys,
        log: RequestLog,
    ) {
        val context = tomcat.addContext("", null) as StandardContext
        // Cookies do not know ports: without a name of its own, the session of one server would end that of its neighbour.
        context.sessionCookieName = "sample-${tomcat.connector.localPort}"
        context.clearReferencesRmiTargets = false
        context.clearReferencesThreadLocals = false
        context.addErrorPage(
            ErrorPage().apply {
                errorCode = HttpServletResponse.SC_BAD_REQUEST
                location = "/problem"
            },
        )
        var failure: BeansException? = null
        context.addServletContainerInitializer(
            ServletContainerInitializer { _, servletContext ->
                try {
                    mount(servletContext, settings, knownKeys, log)
                } catch (refused: BeansException) {
                    // Tomcat logs what an initializer throws, and starts without it.
                    failure = refused
                }
            },
            null,
        )
        tomcat.start()
        if (failure != null || !context.state.isAvailable) {
            throw IllegalStateException("The web application did not start; it is in the state ${context.state}.", failure)
        }
    }

    private fun mount(
        servletContext: ServletContext,
        settings: Settings,
        knownKeys: KnownKeys,
        log: RequestLog,
    ) {
        val spring = AnnotationConfigWebApplicationContext()
        spring.servletContext = servletContext
        spring.register(ServerConfiguration::class.java)
        spring.addBeanFactoryPostProcessor { beans ->
            beans.registerSingleton("settings", settings)
            beans.registerSingleton("knownKeys", knownKeys)
            beans.registerSingleton("origin", Origin(url))
            beans.registerSingleton("http", http)
        }
        spring.refresh()
        val requests = EnumSet.of(DispatcherType.REQUEST)
        servletContext.addFilter("log", log).addMappingForUrlPatterns(requests, false, "/*")
        servletContext
            .addFilter("security", spring.getBean<Filter>("springSecurityFilterChain"))
            .addMappingForUrlPatterns(requests, true, "/*")
        val dispatcher = servletContext.addServlet("dispatcher", DispatcherServlet(spring))
        dispatcher.addMapping("/")
        dispatcher.setLoadOnStartup(1)
    }

    override fun close(): Unit = dismantle(tomcat, directory)

    companion object {
        private const val LOOPBACK = "127.0.0.1"

        fun start(
            settings: Settings,
            knownKeys: KnownKeys,
            log: RequestLog,
        ): EmbeddedServer {
            QuietLogs.apply()
            TomcatURLStreamHandlerFactory.disable()
            val directory = Files.createTempDirectory("oidc-auth-sample-server")
            val tomcat = Tomcat()
            tomcat.setSilent(true)
            tomcat.setBaseDir(directory.toString())
            forgetHome(tomcat)
            tomcat.connector = connector(settings.port)
            var started = false
            try {
                // The port is bound before the application starts, which needs to know it; callers queue meanwhile.
                tomcat.server.init()
                val server = EmbeddedServer(tomcat, directory)
                server.serve(settings, knownKeys, log)
                started = true
                return server
            } catch (failure: LifecycleException) {
                throw generateSequence<Throwable>(failure) { it.cause }.firstOrNull { it is BindException } ?: failure
            } finally {
                if (!started) dismantle(tomcat, directory)
            }
        }

        private fun dismantle(
            tomcat: Tomcat,
            directory: Path,
        ) {
            try {
                if (tomcat.server.state.isAvailable) tomcat.stop()
                tomcat.destroy()
            } finally {
                directory.toFile().deleteRecursively()
            }
        }

        /** Tomcat tells the process where the first one lives, and each later one would make that directory anew. */
        @Synchronized
        private fun forgetHome(tomcat: Tomcat) {
            tomcat.server
            System.clearProperty(Globals.CATALINA_HOME_PROP)
            System.clearProperty(Globals.CATALINA_BASE_PROP)
        }

        private fun connector(port: Int): Connector =
            Connector().apply {
                this.port = port
                setProperty("address", LOOPBACK)
                setProperty("maxThreads", "64")
                setProperty("minSpareThreads", "2")
                throwOnFailure = true
            }
    }
}
