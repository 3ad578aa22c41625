package io.github.oidcauth.fuzz

import java.nio.file.Files
import java.nio.file.Path

/** The table of everything in the library that reads what others wrote. */
internal object FuzzTargets {
    /** Files are made in [directory]. */
    fun all(
        directory: Path,
        sockets: SocketTargets,
    ): List<FuzzTarget> =
        ClientResponseTargets.all() + OpenIdTargets.all() + JoseTargets.all() + CallbackTargets.all() + SerializedTargets.all() +
            AddressTargets.all() + ApiResponseTargets.all() + PyOidcAuthTargets.all() + StoreTargets.all(directory) +
            CertificateTargets.all(Files.createDirectories(directory.resolve("certificates"))) + sockets.all
}
