package io.github.oidcauth.cli

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.writeText

/** Makes home directories with the token `secret` of `h.example` in the store, as the library writes it. */
internal object CachedHome {
    private val token =
        """
        {
          "https://h.example": {
            "token": {
              "access_token": "secret",
              "token_type": "Bearer",
              "expires": 253402300799,
              "scope": "openid",
              "headers": {
                "Authorization": "Bearer secret"
              },
              "session_state": "s"
            },
            "stored_at": 1717027200.0
          }
        }
        """.trimIndent()

    /** Puts the store below [home], and returns [home]. */
    fun fill(home: Path): Path {
        val permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        val store = Files.createDirectories(home.resolve(".cache/py-oidc-auth"), permissions).resolve("token-store.json")
        store.writeText(token)
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"))
        return home
    }
}
